import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { profiles } from '~/features/auth/auth.schema';
import { db } from '~/lib/data/system';
import { aVisit } from '~/lib/testing/actors';
import { mailsQueuedFor } from '~/lib/testing/mail';
import { owner } from '~/lib/testing/owner';
import { signUp, type TestUser } from '~/lib/testing/users';
import { tokenHash } from '~/lib/token';
import { sendNotice } from './notices';
import { securityReportLinks } from './security.schema';

const DAY = 24 * 60 * 60 * 1000;

let ana: TestUser;
beforeEach(async () => {
  ana = await signUp();
});
afterAll(() => owner.end());

const linksOf = (userId: string) =>
  db.select().from(securityReportLinks).where(eq(securityReportLinks.userId, userId));
const give = (values: Partial<typeof profiles.$inferInsert>) =>
  db.update(profiles).set(values).where(eq(profiles.id, ana.id));
const tokenIn = (text = '') => /\/auth\/not-me\?token=([\w-]{43})\s/.exec(text)?.[1] ?? '';

test('a notice is a mail to the account with a link, of which the database has no more than a hash', async () => {
  const visit = aVisit();
  await sendNotice('password_changed', { userId: ana.id, visit });
  const [mail, ...more] = await mailsQueuedFor(ana.email);
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ userId: ana.id, subject: 'Your password was changed' });
  expect(mail?.text).toMatch(/http:\/\/localhost:\d+\/auth\/not-me\?token=[\w-]{43}\s/);
  expect(mail?.text).toContain('192.0.2.7');
  const token = tokenIn(mail?.text);
  const [link] = await linksOf(ana.id);
  expect(link).toMatchObject({ tokenHash: tokenHash(token), kind: 'password_changed', usedAt: null });
  expect(Number(link?.expiresAt) - Number(visit.now)).toBe(7 * DAY);
  expect(JSON.stringify(link)).not.toContain(token);
});

test('it speaks the language of its reader, and tells the time where they are', async () => {
  await give({ locale: 'es', timeZone: 'Europe/Madrid' });
  const visit = aVisit({ now: new Date('2026-07-14T23:30:00Z') });
  await sendNotice('new_device', { userId: ana.id, visit });
  const [mail] = await mailsQueuedFor(ana.email);
  expect(mail?.subject).toBe('Nueva sesión en tu cuenta');
  expect(mail?.html).toContain('<html lang="es">');
  expect(mail?.text).toContain('15 jul 2026, 01:30 CEST');
});

test('a zone that nobody knows any more is UTC, and the mail is sent all the same', async () => {
  await owner`update public.profiles set time_zone = 'Mars/Olympus' where id = ${ana.id}`;
  await sendNotice('new_device', { userId: ana.id, visit: aVisit() });
  expect((await mailsQueuedFor(ana.email))[0]?.text).toContain('UTC');
});

test('it can go to the address that the account had before', async () => {
  const before = `before-${crypto.randomUUID()}@example.test`;
  await sendNotice('email_changed', { userId: ana.id, visit: aVisit(), email: before });
  expect(await mailsQueuedFor(before)).toHaveLength(1);
  expect(await mailsQueuedFor(ana.email)).toEqual([]);
});

test('an administrator’s act is told without a link and without their address', async () => {
  await sendNotice('role_changed', { userId: ana.id, visit: aVisit(), details: { role: 'admin' } });
  const [mail] = await mailsQueuedFor(ana.email);
  expect(mail?.text).toContain('You are an administrator from now on.');
  expect(mail?.text).not.toMatch(/not-me|192\.0\.2\.7/);
  expect(await linksOf(ana.id)).toEqual([]);
});

test('nobody is told where there is nobody', async () => {
  await sendNotice('new_device', { userId: crypto.randomUUID(), visit: aVisit() });
  await give({ email: '' });
  await sendNotice('new_device', { userId: ana.id, visit: aVisit() });
  expect(await linksOf(ana.id)).toEqual([]);
});

test('what is undone is told to nobody', async () => {
  const undone = db.transaction(async (tx) => {
    await sendNotice('password_changed', { userId: ana.id, visit: aVisit() }, tx);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await mailsQueuedFor(ana.email)).toEqual([]);
  expect(await linksOf(ana.id)).toEqual([]);
});

test('links that are over go when the next one comes', async () => {
  const ben = await signUp();
  await sendNotice('new_device', { userId: ana.id, visit: aVisit({ now: new Date(Date.now() - 8 * DAY) }) });
  expect(await linksOf(ana.id)).toHaveLength(1);
  await sendNotice('new_device', { userId: ben.id, visit: aVisit() });
  expect(await linksOf(ana.id)).toEqual([]);
});
