import postgres, { type Sql, type TransactionSql } from 'postgres';
import { AppError } from '~/lib/errors';
import { indent, type Migration, readMigrations } from './migration-files';
import { ensureLedger, readLedger, recordMigration } from './migration-ledger';
import { stillHoldsLock, withMigrationLock } from './migration-lock';
import { planMigrations, requireSoundPlan } from './migration-plan';
import { splitStatements } from './sql-text';

export interface ApplyOptions {
  folder: string;
  /** Seconds to wait for another migrator. */
  waitSeconds: number;
  /** Seconds a statement may wait for a table that somebody uses, before the migration gives up. */
  lockTimeoutSeconds: number;
  say: (line: string) => void;
}

/**
 * Applies every pending migration, each in a transaction of its own, and answers their names. Drizzle's migrator runs all of them in
 * one transaction, checks no hash and takes no lock, so the loop is ours; files, hashes and table are Drizzle's. Guide 6.2.
 * Throws `AppError('conflict')` when the plan is unsound or another migrator does not end, and when a statement fails:
 * then nothing of its migration stays.
 */
export async function applyPending(sql: Sql, options: ApplyOptions): Promise<string[]> {
  return withMigrationLock(sql, options, async () => {
    await ensureLedger(sql);
    // Read under the lock: whoever held it before us may have applied everything.
    const plan = planMigrations(readMigrations(options.folder), await readLedger(sql));
    requireSoundPlan(plan);
    for (const migration of plan.pending) await applyOne(sql, migration, options);
    return plan.pending.map(({ tag }) => tag);
  });
}

async function applyOne(
  sql: Sql,
  migration: Migration,
  { lockTimeoutSeconds, say }: ApplyOptions,
): Promise<void> {
  const begun = performance.now();
  await sql.begin(async (transaction) => {
    await requireOurTurn(transaction, migration);
    await transaction.unsafe(
      `set local lock_timeout = '${lockTimeoutSeconds}s'; set local statement_timeout = 0`,
    );
    for (const [index, statement] of migration.statements.entries()) {
      await transaction.unsafe(statement).catch((error: unknown) => {
        throw failure(migration, index, error);
      });
    }
    await recordMigration(transaction, migration);
  });
  say(`applied  ${migration.tag} (${counted(migration)}, ${Math.round(performance.now() - begun)} ms)`);
}

/** The driver opens a new connection when one breaks, and a new one holds no lock: another migrator may be at work by now. */
async function requireOurTurn(transaction: TransactionSql, { tag, when }: Migration): Promise<void> {
  const isApplied = (await readLedger(transaction)).some((row) => row.when === when);
  if (!isApplied && (await stillHoldsLock(transaction))) return;
  throw new AppError(
    'conflict',
    `The connection broke before ${tag}, and the lock with it. Run the migration again.`,
  );
}

function failure(migration: Migration, index: number, error: unknown): unknown {
  if (!(error instanceof postgres.PostgresError)) return error;
  const { code, message, detail, hint } = error;
  const lines = [
    `${migration.tag} failed at statement ${index + 1} of ${migration.statements.length}, and nothing of it was kept:`,
    ...splitStatements(migration.statements[index] ?? '').map((statement) =>
      indent(statement.replaceAll('\n', '\n  ')),
    ),
    `${message} (${code})`,
    ...(detail ? [detail] : []),
    ...(hint ? [`Hint: ${hint}`] : []),
    ...(code === '55P03'
      ? ['A table it changes is in use. Try again in a quieter moment, or with a longer --lock-timeout.']
      : []),
    ...(code === '25001'
      ? ['This statement cannot run in a transaction; run it by hand, outside of the migrations.']
      : []),
  ];
  return new AppError('conflict', lines.join('\n'), { cause: error });
}

/** "3 statements". */
export function counted({ statements }: Migration): string {
  return statements.length === 1 ? '1 statement' : `${statements.length} statements`;
}
