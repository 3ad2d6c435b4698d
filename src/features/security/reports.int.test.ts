import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { profiles } from '~/features/auth/auth.schema';
import { recogniseSession } from '~/features/sessions/recognise';
import { userSessions } from '~/features/sessions/sessions.schema';
import { db } from '~/lib/data/system';
import { aVisit, sessionClaimsIn } from '~/lib/testing/actors';
import { mailsQueuedFor } from '~/lib/testing/mail';
import { owner } from '~/lib/testing/owner';
import { apiOf, signIn, signUp, type TestUser } from '~/lib/testing/users';
import { Visitor } from '~/lib/testing/visitor';
import { newToken } from '~/lib/token';
import { recogniseDevice } from './devices';
import type { NoticeKind } from './notice-words';
import { sendNotice } from './notices';
import * as ReportsService from './reports.service';
import { securityEvents } from './security.schema';

const DAY = 24 * 60 * 60 * 1000;

let ana: TestUser;
beforeEach(async () => {
  ana = await signUp();
});
afterAll(() => owner.end());

/** The token of the newest mail to them. */
async function mailedToken(kind: NoticeKind = 'new_device', user = ana): Promise<string> {
  await sendNotice(kind, { userId: user.id, visit: aVisit() });
  const [mail] = await mailsQueuedFor(user.email);
  return /token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

const at = (afterMs: number) => new Date(Date.now() + afterMs);
const report = (token: string, afterMs = 0) =>
  ReportsService.reportNotMe(token, aVisit({ now: at(afterMs), address: '203.0.113.5' }));
const mustReset = async (user = ana) =>
  (await db.select().from(profiles).where(eq(profiles.id, user.id)))[0]?.passwordMustReset;

test('looking at the link says what it is about, however often, and changes nothing', async () => {
  const token = await mailedToken('password_changed');
  for (let look = 0; look < 3; look++) {
    expect(await ReportsService.findReport(token)).toMatchObject({
      userId: ana.id,
      kind: 'password_changed',
    });
  }
  expect(await mustReset()).toBe(false);
  const session = await recogniseSession(sessionClaimsIn(ana.accessToken), aVisit());
  expect(session.state).toBe('live');
});

test('reporting ends every session for good, at the Data API too, and locks the password', async () => {
  const thief = sessionClaimsIn(await signIn(ana));
  await recogniseSession(thief, aVisit());
  expect(await report(await mailedToken())).toEqual({ email: ana.email });
  for (const claims of [thief, sessionClaimsIn(ana.accessToken)]) {
    expect(await recogniseSession(claims, aVisit())).toMatchObject({ state: 'ended' });
  }
  expect((await apiOf(ana).from('profiles').select('id')).data).toEqual([]);
  expect(await mustReset()).toBe(true);
  const ends = await db.select().from(userSessions).where(eq(userSessions.userId, ana.id));
  expect(ends).toMatchObject([
    { revokedReason: 'reported', revokedBy: null },
    { revokedReason: 'reported', revokedBy: null },
  ]);
});

test('every browser is a new one again, the owner’s own too: one of them was somebody else’s', async () => {
  const [laptop, ben] = [new Visitor(), await signUp()];
  const see = (user: TestUser) => laptop.enter(({ event }) => recogniseDevice(event, user.id, new Date()));
  expect([await see(ana), await see(ana), await see(ben)]).toEqual(['first', 'known', 'first']);
  await report(await mailedToken());
  expect([await see(ana), await see(ben)]).toEqual(['new', 'known']);
});

test('it is written down as done by somebody who was not signed in', async () => {
  await report(await mailedToken());
  const mine = eq(securityEvents.userId, ana.id);
  expect(await db.select().from(securityEvents).where(mine)).toMatchObject([
    { kind: 'reported_not_me', actorId: null, address: '203.0.113.5', details: { count: 1 } },
  ]);
});

test('nobody else notices anything', async () => {
  const ben = await signUp();
  await report(await mailedToken());
  expect(await recogniseSession(sessionClaimsIn(ben.accessToken), aVisit())).toMatchObject({ state: 'live' });
  expect(await mustReset(ben)).toBe(false);
});

test('a link works once, also when it is followed twice at once, and takes the other links along', async () => {
  const other = await mailedToken('password_changed');
  const token = await mailedToken();
  const answers = await Promise.all([report(token), report(token), report(token)]);
  expect(answers.filter(Boolean)).toHaveLength(1);
  for (const used of [token, other]) {
    expect(await report(used)).toBeNull();
    expect(await ReportsService.findReport(used)).toBeNull();
  }
});

test('a link that is mailed afterwards works again', async () => {
  await report(await mailedToken());
  expect(await report(await mailedToken())).toEqual({ email: ana.email });
});

test('a link is good for seven days and not for longer', async () => {
  const token = await mailedToken();
  expect(await ReportsService.findReport(token, at(6.9 * DAY))).not.toBeNull();
  expect(await ReportsService.findReport(token, at(7.1 * DAY))).toBeNull();
  expect(await report(token, 7.1 * DAY)).toBeNull();
  expect(await mustReset()).toBe(false);
});

test.each([[null], [undefined], [''], ['x'], [newToken()], ["' or true --"]])(
  'a made-up one is like one that is over: %j',
  async (token) => {
    expect(await ReportsService.findReport(token)).toBeNull();
    expect(await ReportsService.reportNotMe(token, aVisit())).toBeNull();
  },
);
