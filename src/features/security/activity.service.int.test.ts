import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '~/lib/data/system';
import { actorOf, aVisit } from '~/lib/testing/actors';
import { owner } from '~/lib/testing/owner';
import { signUp, type TestUser } from '~/lib/testing/users';
import * as ActivityService from './activity.service';
import { securityEvents } from './security.schema';
import { record } from './security.service';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

let ana: TestUser;
let ben: TestUser;
beforeAll(async () => {
  [ana, ben] = await Promise.all([signUp(), signUp()]);
});
afterAll(() => owner.end());

const pageOf = (user: TestUser, cursor: string | null = null) =>
  ActivityService.listActivity(actorOf(user), cursor);

/** Events of a second each, but for those in the middle, which share one. */
async function writeDown(user: TestUser, count: number): Promise<void> {
  const moment = (at: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, at > 20 && at < 35 ? 20 : at));
  const rows = Array.from({ length: count }, (_, at) => ({
    kind: 'sign_in' as const,
    outcome: 'succeeded' as const,
    userId: user.id,
    occurredAt: moment(at),
  }));
  await db.insert(securityEvents).values(rows);
}

test('an account to which nothing has happened has no events', async () => {
  expect(await pageOf(await signUp())).toEqual({ events: [], older: null });
});

test('the pages hold every event once, the newest first, also those of one moment', async () => {
  await writeDown(ana, 60);
  const seen: ActivityService.ListedEvent[] = [];
  let cursor: string | null = null;
  const sizes: number[] = [];
  do {
    const page: ActivityService.ActivityPage = await pageOf(ana, cursor);
    seen.push(...page.events);
    sizes.push(page.events.length);
    cursor = page.older;
  } while (cursor);
  expect(sizes).toEqual([25, 25, 10]);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(60);
  const times = seen.map(({ occurredAt }) => Number(occurredAt));
  expect(times).toEqual([...times].sort((a, b) => b - a));
});

test('what happens while somebody reads moves nothing', async () => {
  const user = await signUp();
  await writeDown(user, 30);
  const first = await pageOf(user);
  await record({ kind: 'sign_out', userId: user.id }, aVisit());
  const second = await pageOf(user, first.older);
  expect([...first.events, ...second.events]).toHaveLength(30);
  expect(new Set([...first.events, ...second.events].map(({ kind }) => kind))).toEqual(new Set(['sign_in']));
});

test('nobody else’s are in it, whatever the cursor says', async () => {
  const anas = await pageOf(ana);
  expect(await pageOf(ben, anas.older)).toEqual({ events: [], older: null });
});

test('a cursor that was tampered with begins at the start', async () => {
  const start = await pageOf(ana);
  for (const odd of ['', 'x', '%00', `${start.older}x`, start.older?.slice(0, -2) ?? '', "' or 1=1 --"]) {
    expect(await pageOf(ana, odd)).toEqual(start);
  }
});

test('it says on which device and from where; of an administrator no more than that they did', async () => {
  const [user, admin] = await Promise.all([signUp(), signUp()]);
  const from = aVisit({ userAgent: FIREFOX, now: new Date('2026-05-01T10:00:00Z') });
  await record({ kind: 'sign_in', userId: user.id }, from);
  const later = { ...from, now: new Date('2026-05-01T11:00:00Z') };
  await record({ kind: 'account_suspended', userId: user.id, actorId: admin.id }, later);
  const stranger = { ...from, now: new Date('2026-05-01T12:00:00Z') };
  await record({ kind: 'sign_in', outcome: 'refused', userId: user.id, actorId: null }, stranger);

  const where = { browser: 'Firefox', system: 'Linux', address: '192.0.2.7', isByAdmin: false };
  expect((await pageOf(user)).events).toEqual([
    expect.objectContaining({ kind: 'sign_in', outcome: 'refused', ...where }),
    expect.objectContaining({ kind: 'account_suspended', browser: null, address: null, isByAdmin: true }),
    expect.objectContaining({ kind: 'sign_in', occurredAt: from.now, ...where }),
  ]);
  expect(JSON.stringify(await pageOf(user))).not.toContain(admin.id);
});
