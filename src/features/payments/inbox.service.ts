import { and, asc, eq, lte } from 'drizzle-orm';
import { backoffMs, MOST_ATTEMPTS } from '~/lib/backoff';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { refusalOf } from '~/lib/db/refusals';
import { log } from '~/lib/log.server';
import { checkouts } from './checkouts.schema';
import { lockCheckout } from './lock-checkout';
import type { Statement } from './provider';
import { requireProvider } from './providers.server';
import { lockPayment, settle } from './settling';
import { type WebhookEvent, webhookEvents } from './webhook-events.schema';

/** So many are handled in one turn. */
const BATCH = 20;

/** The longest sentence kept of what went wrong, in characters. */
const ERROR_MAX = 500;

/**
 * Takes in what a provider tells: verified, and stored once by its name. When this returns it is kept, and the provider may
 * forget it. Answers our id of it, or null for one that was here before.
 * Throws `not_found` for a provider we do not have, `invalid` for a body that it did not sign. Guide 22.
 */
export async function receive(
  provider: string,
  { body, headers }: { body: string; headers: Headers },
  now: Date,
  database: Database = db,
): Promise<string | null> {
  const from = await requireProvider(provider);
  const { id: eventId, type } = await from.openWebhook(body, headers, now);
  const [kept] = await database
    .insert(webhookEvents)
    .values({ provider: from.name, eventId, type, payload: body, receivedAt: now, nextAttemptAt: now })
    .onConflictDoNothing({ target: [webhookEvents.provider, webhookEvents.eventId] })
    .returning({ id: webhookEvents.id });
  log.info('webhook.received', { provider: from.name, eventId, type, isNew: kept !== undefined });
  return kept?.id ?? null;
}

/**
 * Handles an event that is to be handled, once: it is locked, and all that comes of it is one transaction with its own mark.
 * False when that failed: it is written down, and comes again later. Throws only what the database says.
 */
export async function handle(id: string, now: Date, database: Database = db): Promise<boolean> {
  try {
    await database.transaction((tx) => handleLocked(id, now, tx));
    return true;
  } catch (error) {
    await postpone(id, error, now, database);
    return false;
  }
}

/** Handles what is due, a few events at most, the oldest first. Answers how many there were. */
export async function handleDue(now: Date, database: Database = db): Promise<number> {
  const due = await database
    .select({ id: webhookEvents.id })
    .from(webhookEvents)
    .where(and(eq(webhookEvents.status, 'received'), lte(webhookEvents.nextAttemptAt, now)))
    .orderBy(asc(webhookEvents.nextAttemptAt))
    .limit(BATCH);
  for (const { id } of due) await handle(id, now, database);
  return due.length;
}

async function handleLocked(id: string, now: Date, tx: Transaction): Promise<void> {
  const isDue = and(eq(webhookEvents.id, id), eq(webhookEvents.status, 'received'));
  const [event] = await tx.select().from(webhookEvents).where(isDue).for('no key update');
  if (!event) return; // somebody else was faster
  if (event.payload === null) throw new Error(`The event ${id} is to be handled and has no body.`);
  const statement = (await requireProvider(event.provider)).readWebhook(event.payload);
  const mark = statement ? await believe(event, statement, now, tx) : ({ status: 'unknown' } as const);
  await tx
    .update(webhookEvents)
    .set({ waitsFor: null, nextAttemptAt: null, lastError: null, ...mark })
    .where(eq(webhookEvents.id, id));
}

type Mark = Pick<WebhookEvent, 'status'> & Partial<Pick<WebhookEvent, 'handledAt' | 'waitsFor'>>;

async function believe(
  { provider }: WebhookEvent,
  { fact, about }: Statement,
  now: Date,
  tx: Transaction,
): Promise<Mark> {
  const payment = 'payment' in about ? about.payment : null;
  if (payment !== null) await lockPayment({ provider, payment }, tx);
  const isMeant =
    'payment' in about ? eq(checkouts.paymentReference, about.payment) : eq(checkouts.id, about.checkoutId);
  const checkout = await lockCheckout(and(eq(checkouts.provider, provider), isMeant), tx);
  // Somebody else's, who shares our account with the provider; or a payment that is not known yet.
  if (!checkout) return payment === null ? { status: 'unknown' } : { status: 'waiting', waitsFor: payment };
  await settle(checkout, [fact], now, tx);
  return { status: 'handled', handledAt: now };
}

/** Until later, or for somebody to look at. Only while it is still to be handled: another one may have done it meanwhile. */
async function postpone(id: string, error: unknown, now: Date, database: Database): Promise<void> {
  // Where the database is away nothing can be written down, and nothing is lost: it is due as it was.
  if (refusalOf(error)?.code === 'unavailable') throw error;
  const isDue = and(eq(webhookEvents.id, id), eq(webhookEvents.status, 'received'));
  const [event] = await database.select().from(webhookEvents).where(isDue);
  if (!event) return;
  const attempts = event.attempts + 1;
  const isOver = attempts >= MOST_ATTEMPTS;
  const nextAttemptAt = isOver ? null : new Date(now.getTime() + backoffMs(attempts));
  await database
    .update(webhookEvents)
    .set({ status: isOver ? 'failed' : 'received', attempts, nextAttemptAt, lastError: wordsOf(error) })
    .where(and(isDue, eq(webhookEvents.attempts, event.attempts)));
  const line = { provider: event.provider, eventId: event.eventId, type: event.type, attempts, err: error };
  log.error(isOver ? 'webhook.given_up' : 'webhook.failed', line);
}

/** Of the innermost cause: the words around it repeat the statement and what was in it. */
function wordsOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause ? wordsOf(cause) : String(error).slice(0, ERROR_MAX);
}
