import { type Database, db } from '~/lib/data/system';
import type { Letter } from './letter';
import { mailOutbox } from './outbox.schema';
import { mailWaker } from './wake';

export interface OutgoingMail extends Letter {
  /** Whose account it is about: the mail goes when the account does. Null for mail to nobody's account. */
  userId: string | null;
  /** One bare address. */
  recipient: string;
}

/**
 * Leaves a mail to be sent, as soon as what is committed says so: hand in the transaction of what the mail tells of, and
 * neither is there without the other. Sends nothing itself, so that a mail server that is away hurts no request. Guide 13.
 */
export async function queueMail(
  { userId, recipient, subject, text, html }: OutgoingMail,
  now: Date,
  database: Database = db,
): Promise<void> {
  await database
    .insert(mailOutbox)
    .values({ userId, recipient, subject, text, html, nextAttemptAt: now, createdAt: now });
  mailWaker.wake();
}
