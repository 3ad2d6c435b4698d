import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { runBun, type Variables } from '../bun-child';
import { startProductionShape } from '../fleet/production-shape';
import { step } from '../progress';
import { createUndo } from '../undo';
import type { Finding } from './bank/audit';
import { eachDoneOnce } from './commands';
import { allServed } from './judge';
import { ERRANDS, type Outcome, run, signInAt, type Visitor } from './visitor';

const CLIENTS = 6;
const PAUSE_MS = 20;

/**
 * Replaces both instances, one after the other, while clients ask without a pause, and migrates the database meanwhile. As a
 * control the instances are killed instead of asked to end: the front cannot have heard of it.
 */
export async function rollingDeploy(isControl: boolean): Promise<Finding[]> {
  const undo = createUndo();
  try {
    const shape = await startProductionShape();
    undo.add(shape.stop);
    const owner = postgres(shape.variables.DIRECT_URL ?? '', { max: 2, fetch_types: false, onnotice() {} });
    undo.add(() => owner.end({ timeout: 1 }));
    // The services read the environment when they are imported.
    Object.assign(process.env, shape.variables);
    const { openAccounts } = await import('./bank/customers');
    const [ana, ben] = await openAccounts(2, owner, shape.variables);
    if (!ana || !ben) throw new Error('The scene is not complete.');
    const visitor = await signInAt(shape.origin, ana, ben.email);

    let isOver = false;
    const outcomes: Outcome[] = [];
    const load = Array.from({ length: CLIENTS }, () => client(shape.origin, visitor, outcomes, () => isOver));
    await sleep(1_000);
    for (const instance of shape.fleet.instances) {
      await step(`${instance.name} is replaced`, async () => {
        await (isControl ? instance.kill() : instance.stop());
        await instance.startAgain();
      });
    }
    const migrated = await step('the database is migrated', () =>
      migrateSomething(shape.folder, shape.variables),
    );
    await sleep(1_000);
    isOver = true;
    await Promise.all(load);
    return [
      allServed('no request fails while the instances are replaced and the database is migrated', outcomes),
      { promise: 'db:migrate ran meanwhile', checked: 1, wrong: migrated ? [] : ['it applied nothing'] },
      await eachDoneOnce(outcomes, { origin: shape.origin, visitor, owner }),
    ];
  } finally {
    await undo.run();
  }
}

async function client(
  origin: string,
  visitor: Visitor,
  outcomes: Outcome[],
  isOver: () => boolean,
): Promise<void> {
  for (let turn = 0; !isOver(); turn++) {
    const errand = ERRANDS[turn % ERRANDS.length];
    if (errand) outcomes.push(await run(errand, origin, visitor));
    await sleep(PAUSE_MS);
  }
}

/** A migration as releases bring them: a column that nobody reads yet, on tables that everybody uses. */
const NEXT_RELEASE = `alter table public.user_sessions add column next_release text;--> statement-breakpoint
alter table public.ledger_accounts add column next_release text;
`;

/** Applies it by the real script, from a copy of the migrations. */
async function migrateSomething(folder: string, variables: Variables): Promise<boolean> {
  const copy = join(folder, 'next-release');
  cpSync('src/lib/db/migrations', copy, { recursive: true });
  const journalFile = join(copy, 'meta', '_journal.json');
  const journal: { entries: { idx: number; when: number; tag: string }[] } = JSON.parse(
    readFileSync(journalFile, 'utf8'),
  );
  const last = journal.entries.at(-1);
  if (!last) throw new Error('There are no migrations.');
  const tag = `${String(last.idx + 1).padStart(4, '0')}_next_release`;
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag });
  writeFileSync(journalFile, JSON.stringify(journal));
  writeFileSync(join(copy, `${tag}.sql`), NEXT_RELEASE);
  const said = await runBun(['src/scripts/migrate.ts', '--folder', copy, '--logs', folder], variables);
  return /1 applied/.test(said);
}
