import { AppError } from '~/lib/errors';
import { indent, type Migration, REVIEW_MARK } from './migration-files';
import type { LedgerRow } from './migration-ledger';

export type State = 'applied' | 'pending' | 'drifted' | 'skipped';

export interface Plan {
  steps: { migration: Migration; state: State }[];
  pending: Migration[];
  /** Rows of the database that no file here explains. */
  unknown: LedgerRow[];
}

/**
 * Compares the files with what the database remembers. `drifted`: applied, and the file has changed since. `skipped`: older than the
 * newest applied one and never applied, which Drizzle's own migrator would pass over in silence.
 */
export function planMigrations(migrations: Migration[], ledger: LedgerRow[]): Plan {
  const newest = Math.max(...ledger.map(({ when }) => when), Number.NEGATIVE_INFINITY);
  const stateOf = ({ when, hash }: Migration): State => {
    const rows = ledger.filter((row) => row.when === when);
    if (rows.length > 0) return rows.some((row) => row.hash === hash) ? 'applied' : 'drifted';
    return when < newest ? 'skipped' : 'pending';
  };
  const steps = migrations.map((migration) => ({ migration, state: stateOf(migration) }));
  return {
    steps,
    pending: steps.filter(({ state }) => state === 'pending').map(({ migration }) => migration),
    unknown: ledger.filter(({ when }) => !migrations.some((migration) => migration.when === when)),
  };
}

/** One sentence for each reason not to apply this plan. Empty: go. */
export function planProblems({ steps, pending, unknown }: Plan): string[] {
  const inState = (state: State) =>
    steps.filter((step) => step.state === state).map(({ migration }) => migration.tag);
  return [
    ...inState('drifted').map(
      (tag) =>
        `${tag} has drifted: its file is not the one that was applied. Restore the file, and write a new migration`,
    ),
    ...inState('skipped').map(
      (tag) =>
        `${tag} is older than the newest applied migration and was never applied. Generate it again, so that it comes last`,
    ),
    ...unknown.map(
      ({ when }) =>
        `the database has a migration of ${new Date(when).toISOString()} that is not in this checkout. Is it an older one?`,
    ),
    ...pending
      .filter(({ needsReview }) => needsReview)
      .map(
        ({ tag }) =>
          `${tag} still has a line that begins with "${REVIEW_MARK}". Decide it, and remove the line`,
      ),
  ];
}

/** Throws `AppError('conflict')` with every reason not to apply this plan. */
export function requireSoundPlan(plan: Plan): void {
  const problems = planProblems(plan);
  if (problems.length === 0) return;
  throw new AppError('conflict', ['Nothing was changed, because:', ...problems.map(indent)].join('\n'));
}
