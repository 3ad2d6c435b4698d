import { deviceOf } from '~/features/sessions/device';
import { deviceName } from '~/features/sessions/device-name';
import type { Locale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import type { LetterParts } from '~/lib/mail/letter';
import type { Visit } from '~/lib/request/visit';
import { formatDate } from '~/lib/time';
import { REPORT_DAYS } from './report-links';
import type { EventDetails } from './security.details';
import type { SecurityEventKind } from './security.schema';

/** What a user is told of by mail. */
export type NoticeKind = keyof typeof WORDS;

type Words = { heading: string; text: string };
type In = { locale?: Locale };

export interface NoticeFacts {
  kind: NoticeKind;
  details: EventDetails;
  visit: Visit;
  /** "This wasn't me"; null for what an administrator did. */
  url: string | null;
  locale: Locale;
  /** IANA name. */
  zone: string;
}

/** Is it an administrator who does this? Then nobody needs to be asked whether it was them. */
export function isByAdmin(kind: NoticeKind): boolean {
  return BY_ADMIN.has(kind);
}

/** What it is about, in the language of the request. Empty for a kind that nobody is told of. */
export function noticeHeading(kind: SecurityEventKind): string {
  return isNotice(kind) ? WORDS[kind]({}, {}).heading : '';
}

function isNotice(kind: SecurityEventKind): kind is NoticeKind {
  return kind in WORDS;
}

/** The mail about it, in the language of its reader. Pure. */
export function noticeParts({ kind, details, visit, url, locale, zone }: NoticeFacts): LetterParts {
  const options = { locale };
  const { heading, text } = WORDS[kind](options, details);
  const when = formatDate(visit.now, { format: 'moment', zone, locale });
  const fact: [string, string] = [m.security_notice_when({}, options), when];
  const parts = { locale, subject: heading, heading };
  if (!url) return { ...parts, paragraphs: [text, m.security_notice_by_admin({}, options)], facts: [fact] };
  return {
    ...parts,
    paragraphs: [text, m.security_notice_was_it_you({}, options)],
    facts: [fact, ...whereFrom(visit, options)],
    action: { label: m.security_notice_not_me({}, options), url },
    smallPrint: m.security_notice_small_print({ days: REPORT_DAYS }, options),
  };
}

function whereFrom({ userAgent, address }: Visit, options: In): [label: string, value: string][] {
  return [
    [m.security_notice_device({}, options), deviceName(deviceOf(userAgent), options)],
    [m.security_notice_address({}, options), address ?? m.sessions_address_unknown({}, options)],
  ];
}

const BY_ADMIN: ReadonlySet<SecurityEventKind> = new Set([
  'role_changed',
  'account_suspended',
  'account_restored',
  'password_change_required',
]);

const WORDS = {
  new_device: (options) => ({
    heading: m.security_notice_new_device({}, options),
    text: m.security_notice_new_device_text({}, options),
  }),
  password_changed: (options) => ({
    heading: m.security_notice_password_changed({}, options),
    text: m.security_notice_password_text({}, options),
  }),
  password_reset: (options) => ({
    heading: m.security_notice_password_reset({}, options),
    text: m.security_notice_password_text({}, options),
  }),
  email_change_requested: (options) => ({
    heading: m.security_notice_email_change_requested({}, options),
    text: m.security_notice_email_change_requested_text({}, options),
  }),
  email_changed: (options) => ({
    heading: m.security_notice_email_changed({}, options),
    text: m.security_notice_email_changed_text({}, options),
  }),
  data_exported: (options) => ({
    heading: m.security_notice_data_exported({}, options),
    text: m.security_notice_data_exported_text({}, options),
  }),
  role_changed: (options, { role }) => ({
    heading: m.security_notice_role_changed({}, options),
    text:
      role === 'admin' ? m.security_notice_role_admin({}, options) : m.security_notice_role_user({}, options),
  }),
  account_suspended: (options) => ({
    heading: m.security_notice_account_suspended({}, options),
    text: m.security_notice_account_suspended_text({}, options),
  }),
  account_restored: (options) => ({
    heading: m.security_notice_account_restored({}, options),
    text: m.security_notice_account_restored_text({}, options),
  }),
  password_change_required: (options) => ({
    heading: m.security_notice_password_change_required({}, options),
    text: m.security_notice_password_change_required_text({}, options),
  }),
} satisfies Partial<Record<SecurityEventKind, (options: In, details: EventDetails) => Words>>;
