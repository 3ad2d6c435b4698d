import { type Database, db } from '~/lib/data/system';
import { chooseLocale, currentLocale } from '~/lib/i18n/locale';
import { findAddressee } from '~/lib/mail/addressee';
import { writeLetter } from '~/lib/mail/letter';
import { queueMail } from '~/lib/mail/outbox';
import type { Visit } from '~/lib/request/visit';
import { DEFAULT_ZONE, toTimeZone } from '~/lib/time-zone';
import { isByAdmin, type NoticeKind, noticeParts } from './notice-words';
import { createReportLink } from './report-links';
import type { EventDetails } from './security.details';

export interface Notice {
  userId: string;
  visit: Visit;
  /** Where it goes, when that is not the account's address: the one it had before, say. */
  email?: string;
  /** Those of the event. */
  details?: EventDetails;
}

/**
 * Tells a user by mail what has just happened to their account, in their language: what, when, from which device and
 * address, and a link to say that it was not them. Of what an administrator did, only what and when. Hand in the transaction
 * of the act itself. Says nothing where there is nobody to tell. Guide 14.
 */
export async function sendNotice(
  kind: NoticeKind,
  { userId, visit, email, details = {} }: Notice,
  database: Database = db,
): Promise<void> {
  // An administrator's own language says nothing of their reader's.
  const fallback = isByAdmin(kind) ? chooseLocale(null, null) : currentLocale();
  const reader = await findAddressee(userId, fallback, database);
  if (!reader) return;
  const url = isByAdmin(kind) ? null : await createReportLink(kind, userId, visit.now, database);
  const { locale, recipient } = reader;
  const zone = toTimeZone(reader.timeZone) ?? DEFAULT_ZONE;
  const letter = writeLetter(noticeParts({ kind, details, visit, url, locale, zone }));
  await queueMail({ userId, recipient: email ?? recipient, ...letter }, visit.now, database);
}
