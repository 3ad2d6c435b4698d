import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { db } from '~/lib/data/system';
import { CookieJar } from '~/lib/testing/cookie-jar';
import { owner } from '~/lib/testing/owner';
import { throughQwik } from '~/lib/testing/through-qwik';
import { signUp, type TestUser } from '~/lib/testing/users';
import { distrustDevices, type Recognition, recogniseDevice, welcome } from './devices';
import { knownDevices, securityEvents } from './security.schema';

const COOKIE = 'alcazar-device';
const DAY = 24 * 60 * 60 * 1000;

let ana: TestUser;
beforeEach(async () => {
  ana = await signUp();
});
afterAll(() => owner.end());

/** What a request of this browser is answered, which keeps the cookie. */
async function at(jar: CookieJar, verb: (event: Parameters<typeof welcome>[0]) => Promise<Recognition>) {
  const outcome: { value?: Recognition } = {};
  const request = new Request('http://127.0.0.1/', { headers: { cookie: jar.header } });
  const response = await throughQwik(request, async (event) => {
    outcome.value = await verb(event);
  });
  jar.take(response);
  return { recognition: outcome.value, lines: response.headers.getSetCookie() };
}

async function see(jar: CookieJar, userId = ana.id, afterMs = 0) {
  const now = new Date(Date.now() + afterMs);
  return (await at(jar, (event) => recogniseDevice(event, userId, now))).recognition;
}

const hello = (jar: CookieJar) => at(jar, (event) => welcome(event, { userId: ana.id }));
const eventsOf = (userId: string) =>
  db.select().from(securityEvents).where(eq(securityEvents.userId, userId));

test('the first browser of an account is no news, the same one later is known, another one is new', async () => {
  const [laptop, phone] = [new CookieJar(), new CookieJar()];
  expect(await see(laptop)).toBe('first');
  expect(await see(laptop)).toBe('known');
  expect(await see(phone)).toBe('new');
  expect(await see(phone)).toBe('known');
  expect(await see(laptop)).toBe('known');
});

test('the cookie is for the server alone, lasts 400 days and each time begins anew', async () => {
  const jar = new CookieJar();
  const { lines } = await hello(jar);
  expect(lines).toEqual([
    expect.stringMatching(/^alcazar-device=[\w-]{43}; Max-Age=34560000; HttpOnly; Path=\/; SameSite=Lax$/),
  ]);
  expect((await hello(jar)).lines).toEqual(lines);
});

test('a cookie that is none of ours is replaced', async () => {
  for (const odd of ['', 'x', '"', 'x'.repeat(5000)]) {
    const jar = new CookieJar();
    jar.set(COOKIE, odd);
    await see(jar);
    expect(jar.get(COOKIE)).toMatch(/^[\w-]{43}$/);
  }
});

test('one browser of two people is known to each by itself, under names that have nothing in common', async () => {
  const ben = await signUp();
  const jar = new CookieJar();
  expect(await see(jar)).toBe('first');
  expect(await see(jar, ben.id)).toBe('first');
  const rows = await db.select().from(knownDevices);
  const hashes = rows.filter(({ userId }) => [ana.id, ben.id].includes(userId)).map((row) => row.deviceHash);
  expect(new Set(hashes).size).toBe(2);
  expect(JSON.stringify(rows)).not.toContain(jar.get(COOKIE));
});

test('a browser that was away for longer than its cookie lasts is new again', async () => {
  const jar = new CookieJar();
  await see(jar);
  expect(await see(jar, ana.id, 399 * DAY)).toBe('known');
  expect(await see(jar, ana.id, 800 * DAY)).toBe('new');
});

test('once they are distrusted, every browser is news again, the first one too', async () => {
  const [laptop, phone] = [new CookieJar(), new CookieJar()];
  await see(laptop);
  await see(phone);
  await distrustDevices(ana.id);
  expect([await see(phone), await see(laptop)]).toEqual(['new', 'new']);
});

test('a new browser is written down, a first and a known one are not', async () => {
  const [laptop, phone] = [new CookieJar(), new CookieJar()];
  await hello(laptop);
  await hello(laptop);
  expect(await eventsOf(ana.id)).toEqual([]);
  expect((await hello(phone)).recognition).toBe('new');
  await hello(phone);
  expect(await eventsOf(ana.id)).toMatchObject([{ kind: 'new_device', outcome: 'succeeded' }]);
});
