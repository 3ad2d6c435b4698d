import { sql } from 'drizzle-orm';
import type { Database } from '~/lib/data/system';
import { reportFreshness, revenueMonths, sessionDays, signUpWeeks } from './reports.schema';

const REPORTS = [revenueMonths, signUpWeeks, sessionDays, reportFreshness];

/**
 * Brings what administrators see in charts up to date, all of it or nothing, while it is being read. Wants the owner's
 * connection. It may run twice at once: the second waits, so that it never puts an older picture over a newer one. Decision 132.
 */
export async function refreshReports(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    // A statement of its own: what a refresh reads is settled before it waits for the lock of its view.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('reports:refresh', 0))`);
    for (const report of REPORTS) await tx.refreshMaterializedView(report).concurrently();
  });
}
