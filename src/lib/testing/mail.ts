import { desc, eq } from 'drizzle-orm';
import { db } from '~/lib/data/system';
import { mailOutbox } from '~/lib/mail/outbox.schema';

/** The mails that wait to be sent to this address, newest first: what a verb promised to say. Nothing sends them in these tests. */
export function mailsQueuedFor(recipient: string) {
  return db
    .select()
    .from(mailOutbox)
    .where(eq(mailOutbox.recipient, recipient))
    .orderBy(desc(mailOutbox.createdAt));
}
