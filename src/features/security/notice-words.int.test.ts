import { describe, expect, test } from 'vitest';
import { type Locale, locales } from '~/lib/i18n/locale';
import { isByAdmin, type NoticeFacts, type NoticeKind, noticeParts } from './notice-words';

const KINDS: Record<NoticeKind, { byAdmin: boolean }> = {
  new_device: { byAdmin: false },
  password_changed: { byAdmin: false },
  password_reset: { byAdmin: false },
  email_change_requested: { byAdmin: false },
  email_changed: { byAdmin: false },
  data_exported: { byAdmin: false },
  role_changed: { byAdmin: true },
  account_suspended: { byAdmin: true },
  account_restored: { byAdmin: true },
  password_change_required: { byAdmin: true },
};
const kinds = Object.keys(KINDS) as NoticeKind[]; // the keys of the record above

const URL = 'https://app.example.com/auth/not-me?token=x';
const visit = {
  now: new Date('2026-03-14T23:30:00Z'),
  address: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  requestId: null,
};
const about = (given: Partial<NoticeFacts>) =>
  noticeParts({ kind: 'new_device', details: {}, visit, url: URL, locale: 'en', zone: 'UTC', ...given });

describe.each(locales)('in %s', (locale: Locale) => {
  test('each kind has a subject of its own', () => {
    const subjects = kinds.map((kind) => about({ kind, locale }).subject);
    expect(new Set(subjects).size).toBe(kinds.length);
  });
});

test('it says what, when, on which device and from where, and how to say that it was not them', () => {
  const { subject, heading, facts, action, smallPrint } = about({ locale: 'es', zone: 'Europe/Madrid' });
  expect([subject, heading]).toEqual(['Nueva sesión en tu cuenta', 'Nueva sesión en tu cuenta']);
  expect(facts).toEqual([
    ['Cuándo', '15 mar 2026, 00:30 CET'],
    ['Dispositivo', 'Firefox en Linux'],
    ['Dirección', '192.0.2.7'],
  ]);
  expect(action).toEqual({ label: 'No fui yo', url: URL });
  expect(smallPrint).toContain('7 días');
});

test('what is not known is said to be unknown', () => {
  const { facts } = about({ visit: { ...visit, address: null, userAgent: null } });
  expect(facts?.map(([, value]) => value)).toEqual([expect.any(String), 'Unknown device', 'Unknown']);
});

test('of what an administrator did it says no more than what and when', () => {
  for (const kind of kinds) expect(isByAdmin(kind), kind).toBe(KINDS[kind].byAdmin);
  const { facts, action } = about({ kind: 'role_changed', details: { role: 'admin' }, url: null });
  expect(facts).toHaveLength(1);
  expect(action).toBeUndefined();
});

test('a role that was given is named', () => {
  const text = (role: 'admin' | 'user') =>
    about({ kind: 'role_changed', details: { role }, url: null }).paragraphs[0];
  expect(text('admin')).not.toBe(text('user'));
});
