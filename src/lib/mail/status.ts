import { asc, count, isNotNull, isNull, min, sql } from 'drizzle-orm';
import { type Database, db } from '~/lib/data/system';
import { mailOutbox } from './outbox.schema';

export interface OutboxStatus {
  waiting: number;
  /** Those of them that have been tried, in vain. */
  tried: number;
  oldest: Date | null;
  /** The oldest first, 50 at most: an operator has to look. */
  givenUp: { id: string; failedAt: Date | null; attempts: number; lastError: string | null }[];
}

/** What is in the outbox, without a word of any mail. What a server has answered may name the address. Guide 13. */
export async function readOutbox(database: Database = db): Promise<OutboxStatus> {
  const [waiting] = await database
    .select({
      waiting: count(),
      tried: sql<number>`count(*) filter (where ${mailOutbox.lastError} is not null)`.mapWith(Number),
      oldest: min(mailOutbox.createdAt),
    })
    .from(mailOutbox)
    .where(isNull(mailOutbox.failedAt));
  const givenUp = await database
    .select({
      id: mailOutbox.id,
      failedAt: mailOutbox.failedAt,
      attempts: mailOutbox.attempts,
      lastError: mailOutbox.lastError,
    })
    .from(mailOutbox)
    .where(isNotNull(mailOutbox.failedAt))
    .orderBy(asc(mailOutbox.failedAt))
    .limit(50);
  return { waiting: 0, tried: 0, oldest: null, ...waiting, givenUp };
}

/** Gives what was given up another day, beginning now. Returns how many mails that are. */
export async function retryGivenUp(now: Date, database: Database = db): Promise<number> {
  const again = await database
    .update(mailOutbox)
    .set({ failedAt: null, attempts: 0, nextAttemptAt: now })
    .where(isNotNull(mailOutbox.failedAt))
    .returning({ id: mailOutbox.id });
  return again.length;
}
