import { and, eq, getTableColumns, lte, sql } from 'drizzle-orm';
import { backoffMs, MOST_ATTEMPTS } from '~/lib/backoff';
import { type Database, db } from '~/lib/data/system';
import { log } from '~/lib/log.server';
import { PUBLIC_ORIGIN } from '~/lib/public-origin.server';
import { signWebhook } from '../webhook-signature';
import { testWebhooks } from './test-provider.schema';
import { TEST_SIGNATURE_HEADER, TEST_WEBHOOK_SECRET } from './test-provider.server';

/** So many are told side by side. */
const BATCH = 5;
const ANSWER_WITHIN_MS = 10_000;
/** A claim whose process has died ends with this. */
const CLAIM_MS = 30_000;

/**
 * Tells the app what is due, a few webhooks at most, and returns how many it took. At least once: an answer that is lost
 * on its way makes one come again. What is not taken comes later and later, for about a day.
 */
export async function deliverTestWebhooks(
  now: Date,
  stopping: AbortSignal = new AbortController().signal,
  address = `${PUBLIC_ORIGIN}/webhooks/test`,
  database: Database = db,
): Promise<number> {
  const claimed = await claim(now, database);
  const told = await Promise.all(
    claimed.map((webhook) => tell(webhook, { now, stopping, address, database })),
  );
  return told.filter(Boolean).length;
}

type Webhook = typeof testWebhooks.$inferSelect;
type Telling = { now: Date; stopping: AbortSignal; address: string; database: Database };

async function claim(now: Date, database: Database): Promise<Webhook[]> {
  const due = database
    .$with('due')
    .as(
      database
        .select({ id: testWebhooks.id })
        .from(testWebhooks)
        .where(lte(testWebhooks.nextAttemptAt, now))
        .orderBy(testWebhooks.nextAttemptAt)
        .limit(BATCH)
        .for('update', { skipLocked: true }),
    );
  return database
    .with(due)
    .update(testWebhooks)
    .set({ attempts: sql`${testWebhooks.attempts} + 1`, nextAttemptAt: new Date(now.getTime() + CLAIM_MS) })
    .from(due)
    .where(eq(testWebhooks.id, due.id))
    .returning(getTableColumns(testWebhooks));
}

async function tell({ id, payload, attempts }: Webhook, telling: Telling): Promise<boolean> {
  const { now, database } = telling;
  const isTaken = await post(payload, telling);
  const later = attempts >= MOST_ATTEMPTS ? null : new Date(now.getTime() + backoffMs(attempts));
  await database
    .update(testWebhooks)
    .set(isTaken ? { deliveredAt: now, nextAttemptAt: null } : { nextAttemptAt: later })
    .where(and(eq(testWebhooks.id, id), eq(testWebhooks.attempts, attempts)));
  return isTaken;
}

async function post(payload: string, { stopping, address }: Telling): Promise<boolean> {
  const signature = signWebhook(TEST_WEBHOOK_SECRET, payload, new Date());
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', [TEST_SIGNATURE_HEADER]: signature },
      body: payload,
      redirect: 'error',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    await answer.body?.cancel();
    if (!answer.ok) log.warn('payments.test_webhook_refused', { status: answer.status });
    return answer.ok;
  } catch (err) {
    log.warn('payments.test_webhook_not_taken', { err });
    return false;
  }
}
