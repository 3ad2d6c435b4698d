import type { Sql } from 'postgres';
import type { Finding } from './bank/audit';
import { type Outcome, run, type Visitor } from './visitor';

/**
 * When all is well again, whoever was refused sends the same command with the same key, and so does one in three who was not:
 * whatever each of them was told, it has to be done now, and once.
 */
export async function eachDoneOnce(
  outcomes: readonly Outcome[],
  { origin, visitor, owner }: { origin: string; visitor: Visitor; owner: Sql },
): Promise<Finding> {
  const commands = outcomes.filter(({ key }) => key !== null);
  const wrong: string[] = [];
  for (const [place, { errand, key, status }] of commands.entries()) {
    if (!key || (status === 201 && place % 3 > 0)) continue;
    const again = await run(errand, origin, visitor, key);
    if (again.status !== 201)
      wrong.push(`${key}: ${status}, and again ${again.status} ${again.body.slice(0, 80)}`);
  }
  const effects = await owner<{ key: string; times: number }[]>`
    select split_part(reference, ':', 3) as key, count(*)::int as times
    from public.ledger_transactions where kind = 'transfer' group by 1`;
  const times = new Map(effects.map((effect) => [effect.key, effect.times]));
  const odd = commands.flatMap(({ key, status }) => {
    const done = times.get(key ?? '') ?? 0;
    return done === 1 ? [] : `${key}: ${status}, done ${done} times`;
  });
  return {
    promise: 'each command is done once, when it is sent again with its key',
    checked: commands.length,
    wrong: [...wrong, ...odd],
  };
}
