import type { Sql } from 'postgres';
import { EXIT, main, seconds } from './lib/command';
import { applyPending, counted } from './lib/migration-apply';
import { indent, MIGRATIONS_FOLDER, readMigrations } from './lib/migration-files';
import { readLedger } from './lib/migration-ledger';
import { type Plan, planMigrations, planProblems } from './lib/migration-plan';
import { openRunLog } from './lib/run-log';
import { addressOf, withSession } from './lib/session';
import { firstLine } from './lib/sql-text';

const HELP = `
bun run db:migrate [options]

Applies the pending migrations through DIRECT_URL: one migrator at a time, each migration in a transaction of its own.
Checks first that every applied migration still is the file that was applied, and that none would be passed over.

  --status                  say what is applied and what is pending; change nothing
  --dry-run                 the same, with the statements that would run
  --wait <seconds>          how long to wait for another migrator (60)
  --lock-timeout <seconds>  how long a statement may wait for a table in use (5)
  --folder <path>           another folder than ${MIGRATIONS_FOLDER}
  --logs <path>             another folder for the log of this run than logs
  -h, --help                this text

Exit codes: 0 done, or nothing to do · 1 refused or failed · 2 wrong arguments · 3 --status, and some are pending
`;

const PENDING = 3;

const options = {
  status: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  wait: { type: 'string', default: '60' },
  'lock-timeout': { type: 'string', default: '5' },
  folder: { type: 'string', default: MIGRATIONS_FOLDER },
  logs: { type: 'string', default: 'logs' },
} as const;

await main({ help: HELP, options }, async ({ values }) => {
  const settings = {
    folder: values.folder,
    waitSeconds: seconds(values.wait, '--wait'),
    lockTimeoutSeconds: seconds(values['lock-timeout'], '--lock-timeout'),
  };
  const { ENV } = await import('~/lib/env.server');
  return withSession(ENV, ENV.DIRECT_URL, async (sql) => {
    const heading = `Migrations of ${addressOf(ENV.DIRECT_URL)}`;
    console.log(heading);
    if (values.status || values['dry-run']) return showPlan(sql, values.folder, values['dry-run']);
    return apply(sql, settings, { heading, logs: values.logs });
  });
});

async function showPlan(sql: Sql, folder: string, withStatements: boolean): Promise<number> {
  const plan = planMigrations(readMigrations(folder), await readLedger(sql));
  for (const line of planLines(plan, withStatements)) console.log(indent(line));
  if (withStatements) console.log('Nothing was changed.');
  const problems = planProblems(plan);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) return EXIT.failed;
  return plan.pending.length > 0 && !withStatements ? PENDING : EXIT.done;
}

type Settings = Omit<Parameters<typeof applyPending>[1], 'say'>;

async function apply(
  sql: Sql,
  settings: Settings,
  { heading, logs }: { heading: string; logs: string },
): Promise<number> {
  const log = openRunLog(logs, 'migrate', new Date());
  const say = (line: string) => {
    console.log(indent(line));
    log.write(line);
  };
  log.write(heading);
  try {
    const plan = planMigrations(readMigrations(settings.folder), await readLedger(sql));
    for (const line of planLines(plan, false)) if (!line.startsWith('applied')) say(line);
    const applied = await applyPending(sql, { ...settings, say });
    say(
      applied.length === 0
        ? 'Nothing to do: the database is up to date.'
        : `Done: ${applied.length} applied.`,
    );
    return EXIT.done;
  } catch (error) {
    log.write(error instanceof Error ? error.message : String(error));
    throw error;
  } finally {
    console.log(log.path ? indent(`Log: ${log.path}`) : indent('No log: its folder cannot be written.'));
  }
}

function planLines({ steps }: Plan, withStatements: boolean): string[] {
  return steps.flatMap(({ migration, state }) => {
    const isPending = state === 'pending';
    return [
      `${state.padEnd(8)} ${migration.tag}${isPending ? ` (${counted(migration)})` : ''}`,
      ...(isPending && withStatements
        ? migration.statements.map((statement) => `           ${firstLine(statement)}`)
        : []),
    ];
  });
}
