import { type Database, db } from '~/lib/data/system';
import type { Locale } from '~/lib/i18n/locale';

/** Whom a mail about an account goes to, and how they read. */
export interface Addressee {
  recipient: string;
  name: string | null;
  locale: Locale;
  /** An IANA name, for the moments a mail tells of; UTC as long as they have not said. */
  timeZone: string;
}

/**
 * The address of that account and the language its mails are written in: the one its user chose, else `fallback`, which is
 * the language of the request when the user is the one who asks. Null when there is no account, or none with an address.
 */
export async function findAddressee(
  userId: string,
  fallback: Locale,
  database: Database = db,
): Promise<Addressee | null> {
  const profile = await database.query.profiles.findFirst({
    columns: { email: true, fullName: true, locale: true, timeZone: true },
    where: (profiles, { eq }) => eq(profiles.id, userId),
  });
  if (!profile?.email) return null;
  const { email, fullName, locale, timeZone } = profile;
  return { recipient: email, name: fullName, locale: locale ?? fallback, timeZone: timeZone ?? 'UTC' };
}
