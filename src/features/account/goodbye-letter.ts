import type { Locale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { type Letter, writeLetter } from '~/lib/mail/letter';
import { formatDate } from '~/lib/time';

/** The last mail about an account, in its user's language and time zone. */
export function goodbyeLetter(now: Date, locale: Locale, zone: string | null = null): Letter {
  const when = formatDate(now, { format: 'moment', zone: zone ?? undefined, locale });
  const words = { locale };
  return writeLetter({
    locale,
    subject: m.account_goodbye_mail_subject({}, words),
    heading: m.account_goodbye_title({}, words),
    paragraphs: [
      m.account_goodbye_mail_text({ when }, words),
      m.account_goodbye_mail_kept({}, words),
      m.account_goodbye_thanks({}, words),
    ],
    smallPrint: m.account_goodbye_mail_not_me({}, words),
  });
}
