import { and, eq, getTableColumns, isNull, lte, sql } from 'drizzle-orm';
import { backoffMs, MOST_ATTEMPTS } from '~/lib/backoff';
import { type Database, db } from '~/lib/data/system';
import { log } from '~/lib/log.server';
import { mailOutbox } from './outbox.schema';
import { type Failure, readFailure } from './refusal';
import type { Send } from './smtp';

/** So many mails are sent side by side. */
const BATCH = 5;
/** A server that has not taken a mail by then is given up for now. */
const SEND_WITHIN_MS = 60_000;
/** A claim whose process has died ends with this; until then nobody else takes the mail. Far longer than an attempt may take. */
const CLAIM_MS = 10 * 60_000;

type Mail = typeof mailOutbox.$inferSelect;

interface Turn {
  now: Date;
  send: Send;
  /** Gives up what is under way. */
  stopping: AbortSignal;
  database: Database;
}

/**
 * Sends the mails that are due, a few at most, and returns how many the server took. Several instances share the work: a
 * mail is claimed before it is sent, and gone once it was taken. At least once, not exactly once: a process that ends between
 * the two leaves a mail that goes again, under the same Message-ID. Throws only what the database says. Guide 13.
 */
export async function deliverDueMail(
  now: Date,
  send: Send,
  stopping: AbortSignal = new AbortController().signal,
  database: Database = db,
): Promise<number> {
  const turn = { now, send, stopping, database };
  const claimed = await claim(turn);
  const settled = await Promise.allSettled(claimed.map((mail) => attempt(mail, turn)));
  const broken = settled.find((result) => result.status === 'rejected');
  if (broken) throw broken.reason;
  return settled.filter((result) => result.status === 'fulfilled' && result.value).length;
}

/** Counts the attempt before it is made, so that a mail that ends the process is given up one day too. */
async function claim({ now, database }: Turn): Promise<Mail[]> {
  const due = database.$with('due').as(
    database
      .select({ id: mailOutbox.id })
      .from(mailOutbox)
      .where(and(isNull(mailOutbox.failedAt), lte(mailOutbox.nextAttemptAt, now)))
      .orderBy(mailOutbox.nextAttemptAt)
      .limit(BATCH)
      .for('update', { skipLocked: true }),
  );
  return database
    .with(due)
    .update(mailOutbox)
    .set({ attempts: sql`${mailOutbox.attempts} + 1`, nextAttemptAt: new Date(now.getTime() + CLAIM_MS) })
    .from(due)
    .where(eq(mailOutbox.id, due.id))
    .returning(getTableColumns(mailOutbox));
}

/** True when the server has the mail. */
async function attempt(mail: Mail, turn: Turn): Promise<boolean> {
  const { id, attempts } = mail;
  if (attempts > MOST_ATTEMPTS) return postpone(mail, NEVER_ENDED, turn);
  try {
    await turn.send(mail, AbortSignal.any([turn.stopping, AbortSignal.timeout(SEND_WITHIN_MS)]));
  } catch (error) {
    return postpone(mail, readFailure(error), turn);
  }
  await turn.database.delete(mailOutbox).where(eq(mailOutbox.id, id));
  log.info('mail.sent', { mailId: id, attempts });
  return true;
}

const NEVER_ENDED: Failure = {
  isPermanent: false,
  words: 'The last attempt did not come to an end: the process was gone before.',
};

/** Until later, or for good. Only while the claim is still ours: another instance may have taken the mail over meanwhile. */
async function postpone(mail: Mail, failure: Failure, { now, database }: Turn): Promise<false> {
  const { id, userId, attempts } = mail;
  const { words: lastError, ...codes } = failure;
  const isOver = failure.isPermanent || attempts >= MOST_ATTEMPTS;
  const nextAttemptAt = new Date(now.getTime() + backoffMs(attempts));
  await database
    .update(mailOutbox)
    .set(isOver ? { failedAt: now, lastError } : { nextAttemptAt, lastError })
    .where(and(eq(mailOutbox.id, id), eq(mailOutbox.attempts, attempts)));
  if (isOver) log.error('mail.given_up', { mailId: id, userId, attempts, ...codes });
  else log.warn('mail.delayed', { mailId: id, userId, attempts, nextAttemptAt, ...codes });
  return false;
}
