import type { SupabaseClient } from '@supabase/supabase-js';
import type { Target } from './attempts';
import { ACCESS } from './expected';

/**
 * Tries everything with each of the rows through the Data API, and says what came of it. An update is of one column: the first
 * that somebody may write, and never a key.
 */
export async function tryAllThrough(api: SupabaseClient, targets: Target[]): Promise<Record<string, string>> {
  const words: Record<string, string[]> = Object.fromEntries(targets.map(({ table }) => [table, []]));
  // Deleting comes last: it is not undone.
  for (const attempt of [select, insert, update, remove]) {
    await Promise.all(
      targets.map(async (target) => {
        const { data, error } = await attempt(api, target);
        words[target.table]?.push(error ? refusal(error.code) : data?.length ? 'rows' : 'none');
      }),
    );
  }
  return Object.fromEntries(Object.entries(words).map(([table, all]) => [table, all.join(' ')]));
}

const rowOf = ({ row }: Target): Record<string, unknown> => JSON.parse(row ?? '{}');
const keyOf = (target: Target) =>
  Object.fromEntries(Object.entries(rowOf(target)).filter(([column]) => target.keys.includes(column)));
const select = (api: SupabaseClient, target: Target) =>
  api.from(target.table).select(target.keys.join()).match(keyOf(target));
const insert = (api: SupabaseClient, target: Target) =>
  api.from(target.table).insert(rowOf(target)).select(target.keys.join());
const remove = (api: SupabaseClient, target: Target) =>
  api.from(target.table).delete().match(keyOf(target)).select(target.keys.join());

function update(api: SupabaseClient, target: Target) {
  const [, open] = /\((\w+)/.exec(ACCESS[target.table]?.owner ?? '') ?? [];
  const column = open ?? target.columns.find((name) => !target.keys.includes(name)) ?? '';
  const change = { [column]: rowOf(target)[column] };
  return api.from(target.table).update(change).match(keyOf(target)).select(target.keys.join());
}

/** Class 23 is asked of whom the database has let in: there is such a row already. */
const refusal = (code: string) => (code.startsWith('23') ? 'rows' : code);
