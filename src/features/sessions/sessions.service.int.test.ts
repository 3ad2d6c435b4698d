import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { profiles } from '~/features/auth/auth.schema';
import { securityEvents } from '~/features/security/security.schema';
import type { SessionClaims } from '~/lib/data/claims';
import { db } from '~/lib/data/system';
import type { Visit } from '~/lib/request/visit';
import { aVisit, sessionClaimsIn, actorOf as userActor } from '~/lib/testing/actors';
import { owner } from '~/lib/testing/owner';
import { apiOf, signIn, signUp, type TestUser } from '~/lib/testing/users';
import { recogniseSession } from './recognise';
import { userSessions } from './sessions.schema';
import * as SessionsService from './sessions.service';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let ana: TestUser;
let laptop: SessionClaims;
let phone: SessionClaims;

beforeEach(async () => {
  ana = await signUp({ fullName: 'Ana' });
  laptop = sessionClaimsIn(ana.accessToken);
  phone = sessionClaimsIn(await signIn(ana));
});
afterAll(() => owner.end());

const visit = (claims: SessionClaims, afterMs = 0, given: Partial<Visit> = {}) =>
  recogniseSession(claims, aVisit({ now: new Date(Date.now() + afterMs), userAgent: FIREFOX, ...given }));

const actorOf = (claims: SessionClaims) => userActor(ana, { id: claims.sub, claims });

async function rowOf({ session_id }: SessionClaims) {
  const [row] = await db.select().from(userSessions).where(eq(userSessions.id, session_id));
  return row;
}

const isKnownToAuth = async ({ session_id }: SessionClaims) =>
  (await owner`select from auth.sessions where id = ${session_id}`).length === 1;

/** The transactions that wrote the row and that locked it last. */
async function writeOf({ session_id }: SessionClaims) {
  const [row] = await owner`
    select xmin::text as written, xmax::text as locked from public.user_sessions where id = ${session_id}`;
  return row;
}

test('a session is recognised with its profile, and written down from where it was seen', async () => {
  expect(await visit(laptop)).toMatchObject({
    state: 'live',
    profile: { id: ana.id, fullName: 'Ana', role: 'user', createdAt: expect.any(Date) },
  });
  const [auth] = await owner`select created_at from auth.sessions where id = ${laptop.session_id}`;
  expect(await rowOf(laptop)).toMatchObject({
    userId: ana.id,
    firstSeenAt: auth?.created_at,
    address: '192.0.2.7',
    userAgent: FIREFOX,
    revokedAt: null,
  });
});

test('an account without a profile is recognised without one', async () => {
  await owner`delete from public.profiles where id = ${ana.id}`;
  expect(await visit(laptop)).toMatchObject({ state: 'live', profile: null });
});

test('it is written once a minute at most, and says where it was last', async () => {
  await visit(laptop);
  const first = await rowOf(laptop);
  await visit(laptop, 50_000, { address: '198.51.100.1' });
  expect(await rowOf(laptop)).toEqual(first);
  await visit(laptop, 61_000, { address: '2001:db8::1', userAgent: null });
  const later = await rowOf(laptop);
  expect(later).toMatchObject({ address: '2001:db8::1', userAgent: null, firstSeenAt: first?.firstSeenAt });
  expect(Number(later?.lastSeenAt)).toBeGreaterThan(Number(first?.lastSeenAt) + MINUTE);
});

test('twenty requests at once write it once', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => visit(laptop)));
  expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['live']));
  expect(await rowOf(laptop)).toMatchObject({ createdAt: expect.any(Date) });
  await Promise.all(Array.from({ length: 20 }, () => visit(laptop, 2 * MINUTE)));
  const written = await writeOf(laptop);
  // Neither written again nor locked: a lock is a write to the page as well.
  await visit(laptop, 2 * MINUTE + 1000);
  expect(await writeOf(laptop)).toEqual(written);
});

test('a user agent as long as a book is cut, and none is none', async () => {
  await visit(laptop, 0, { userAgent: 'x'.repeat(10_000), address: null });
  expect(await rowOf(laptop)).toMatchObject({ userAgent: 'x'.repeat(500), address: null });
});

test('a session is recognised for its own user alone', async () => {
  const ben = await signUp();
  const forged = { ...laptop, sub: ben.id };
  expect(await visit(forged)).toEqual({ state: 'ended', reason: 'session_not_found' });
  await visit(laptop);
  expect(await visit(forged)).toEqual({ state: 'ended', reason: 'session_not_found' });
});

test('one that the auth server has ended is over, seen or not', async () => {
  await visit(laptop);
  await owner`delete from auth.sessions where user_id = ${ana.id}`;
  for (const claims of [laptop, phone]) {
    expect(await visit(claims)).toEqual({ state: 'ended', reason: 'session_not_found' });
  }
  expect(await rowOf(phone)).toBeUndefined();
});

test('one whose time the auth server has limited is over when it comes', async () => {
  await owner`update auth.sessions set not_after = now() - interval '1 second' where id = ${laptop.session_id}`;
  expect(await visit(laptop)).toEqual({ state: 'ended', reason: 'session_not_found' });
});

test('a deleted user has no session and leaves no trace of one', async () => {
  await visit(laptop);
  await owner`delete from auth.users where id = ${ana.id}`;
  expect(await visit(laptop)).toEqual({ state: 'ended', reason: 'session_not_found' });
  expect(await rowOf(laptop)).toBeUndefined();
});

test('a session unused for seven days is over, and stays so', async () => {
  await visit(laptop);
  const used = 7 * DAY - MINUTE;
  expect(await visit(laptop, used)).toMatchObject({ state: 'live' });
  expect(await visit(laptop, used + 7 * DAY + MINUTE)).toEqual({ state: 'ended', reason: 'session_idle' });
  expect(await rowOf(laptop)).toMatchObject({ revokedReason: 'expired', revokedBy: null });
  expect(await isKnownToAuth(laptop)).toBe(false);
  expect(await visit(laptop)).toMatchObject({ state: 'ended' });
});

test('a session in use every day is over after thirty', async () => {
  for (let day = 0; day < 30; day++) {
    expect(await visit(laptop, day * DAY)).toMatchObject({ state: 'live' });
  }
  expect(await visit(laptop, 30 * DAY + MINUTE)).toEqual({ state: 'ended', reason: 'session_too_old' });
  expect(await isKnownToAuth(laptop)).toBe(false);
});

test('one that was never seen here is too old all the same', async () => {
  expect(await visit(laptop, 30 * DAY + MINUTE)).toEqual({ state: 'ended', reason: 'session_too_old' });
});

test('other limits can be set', async () => {
  const limits = { idleDays: 1, maxDays: 2 };
  const at = (days: number) =>
    recogniseSession(laptop, aVisit({ now: new Date(Date.now() + days * DAY), address: null }), { limits });
  expect(await at(0)).toMatchObject({ state: 'live' });
  expect(await at(0.9)).toMatchObject({ state: 'live' });
  expect(await at(2.1)).toEqual({ state: 'ended', reason: 'session_too_old' });
});

test('the list has every session that can be used: this one first, also one that never came here', async () => {
  await visit(laptop);
  const third = sessionClaimsIn(await signIn(ana));
  await visit(third, 5 * MINUTE, { userAgent: 'Mozilla/5.0 (odd)' });
  const list = await SessionsService.listSessions(actorOf(laptop));
  expect(list.map(({ id }) => id)).toEqual([laptop, third, phone].map(({ session_id }) => session_id));
  expect(list[0]).toEqual({
    id: laptop.session_id,
    isCurrent: true,
    browser: 'Firefox',
    system: 'Linux',
    address: '192.0.2.7',
    beganAt: expect.any(Date),
    lastSeenAt: expect.any(Date),
  });
  expect(list[2]).toMatchObject({ isCurrent: false, lastSeenAt: null });
});

test('nobody else’s are in it, nor any that are over, and as many are counted', async () => {
  const ben = await signUp();
  await visit(sessionClaimsIn(ben.accessToken));
  await Promise.all([visit(laptop), visit(phone)]);
  expect(await SessionsService.listSessions(actorOf(sessionClaimsIn(ben.accessToken)))).toHaveLength(1);
  expect(await SessionsService.countSessions(actorOf(laptop))).toBe(2);
  await SessionsService.endSession(actorOf(laptop), phone.session_id, aVisit());
  expect(await SessionsService.listSessions(actorOf(laptop))).toHaveLength(1);
  expect(await SessionsService.countSessions(actorOf(laptop))).toBe(1);
  const muchLater = new Date(Date.now() + 8 * DAY);
  expect(await SessionsService.listSessions(actorOf(laptop), muchLater)).toEqual([]);
  expect(await SessionsService.countSessions(actorOf(laptop), muchLater)).toBe(0);
});

test('one that is ended is refused from then on, with its refresh token and at the Data API', async () => {
  const phoneToken = await signIn(ana);
  const third = sessionClaimsIn(phoneToken);
  await visit(third);
  const read = () => apiOf({ accessToken: phoneToken }).from('profiles').select('id');
  expect((await read()).data).toEqual([{ id: ana.id }]);

  await SessionsService.endSession(actorOf(laptop), third.session_id, aVisit());
  expect(await visit(third)).toMatchObject({ state: 'ended' });
  expect(await rowOf(third)).toMatchObject({
    revokedAt: expect.any(Date),
    revokedBy: ana.id,
    revokedReason: 'ended_elsewhere',
  });
  expect(await isKnownToAuth(third)).toBe(false);
  expect((await read()).data).toEqual([]);
  expect(await visit(laptop)).toMatchObject({ state: 'live' });
});

test('it is refused also where the auth server has kept it', async () => {
  await visit(phone);
  await SessionsService.endSession(actorOf(laptop), phone.session_id, aVisit());
  await owner`insert into auth.sessions (id, user_id) values (${phone.session_id}, ${ana.id})`;
  expect(await visit(phone)).toEqual({ state: 'ended', reason: 'session_revoked' });
  expect(await visit(phone, 8 * DAY)).toEqual({ state: 'ended', reason: 'session_revoked' });
});

test('one that never came here can be ended too', async () => {
  await SessionsService.endSession(actorOf(laptop), phone.session_id, aVisit());
  expect(await visit(phone)).toMatchObject({ state: 'ended' });
  expect(await isKnownToAuth(phone)).toBe(false);
});

test('another user’s session does not exist', async () => {
  const ben = await signUp();
  const theirs = sessionClaimsIn(ben.accessToken);
  await visit(theirs);
  const attempts = [theirs.session_id, crypto.randomUUID()].map((id) =>
    SessionsService.endSession(actorOf(laptop), id, aVisit()).catch((error) => [error.code, error.message]),
  );
  const [foreign, unknown] = await Promise.all(attempts);
  expect(foreign).toEqual(['not_found', expect.any(String)]);
  expect(foreign).toEqual(unknown);
  expect(await visit(theirs)).toMatchObject({ state: 'live' });
});

test('one that is over can not be ended again, and keeps the reason it has', async () => {
  await visit(phone);
  await SessionsService.endSession(actorOf(laptop), phone.session_id, aVisit());
  const before = await rowOf(phone);
  await expect(SessionsService.endSession(actorOf(laptop), phone.session_id, aVisit())).rejects.toMatchObject(
    {
      code: 'not_found',
    },
  );
  await SessionsService.endOwnSession(phone, aVisit());
  expect(await rowOf(phone)).toEqual(before);
});

test('the session that asks is signed out, not ended', async () => {
  const own = SessionsService.endSession(actorOf(laptop), laptop.session_id, aVisit());
  await expect(own).rejects.toMatchObject({ code: 'conflict' });
  expect(await visit(laptop)).toMatchObject({ state: 'live' });
});

test('all others end at once, seen or not, and nobody else’s', async () => {
  const ben = await signUp();
  await visit(phone);
  const third = sessionClaimsIn(await signIn(ana));
  expect(await SessionsService.endOtherSessions(laptop, aVisit())).toBe(2);
  for (const claims of [phone, third]) expect(await visit(claims)).toMatchObject({ state: 'ended' });
  for (const claims of [laptop, sessionClaimsIn(ben.accessToken)]) {
    expect(await visit(claims)).toMatchObject({ state: 'live' });
  }
  expect(await SessionsService.endOtherSessions(laptop, aVisit())).toBe(0);
});

test('what somebody ends is written down, with how many it were; what was not there to end is not', async () => {
  const from = aVisit({ userAgent: FIREFOX });
  await SessionsService.endSession(actorOf(laptop), phone.session_id, from);
  await SessionsService.endSession(actorOf(laptop), phone.session_id, from).catch(() => {});
  await signIn(ana);
  await signIn(ana);
  const later = aVisit({ now: new Date(from.now.getTime() + 1000) });
  await SessionsService.endOtherSessions(laptop, later, 'password_changed');
  await SessionsService.endOtherSessions(laptop, later);
  const mine = eq(securityEvents.userId, ana.id);
  const events = await db.select().from(securityEvents).where(mine).orderBy(securityEvents.occurredAt);
  const who = { actorId: ana.id, sessionId: laptop.session_id };
  expect(events).toMatchObject([
    { kind: 'session_ended', ...who, userAgent: FIREFOX, requestId: from.requestId },
    { kind: 'other_sessions_ended', ...who, details: { reason: 'password_changed', count: 2 } },
  ]);
  expect(events).toHaveLength(2);
});

test('signing out ends the own session alone, and is written down once', async () => {
  await visit(laptop);
  await SessionsService.endOwnSession(laptop, aVisit());
  expect(await visit(laptop)).toMatchObject({ state: 'ended' });
  expect(await rowOf(laptop)).toMatchObject({ revokedReason: 'signed_out' });
  expect(await visit(phone)).toMatchObject({ state: 'live' });
  await SessionsService.endOwnSession(laptop, aVisit());
  const events = await db.select().from(securityEvents).where(eq(securityEvents.userId, ana.id));
  expect(events).toMatchObject([{ kind: 'sign_out', actorId: ana.id, sessionId: laptop.session_id }]);
  expect(events).toHaveLength(1);
});

test('a database connection of the app can not reach the sessions of the auth server by itself', async () => {
  await expect(db.execute('select * from auth.sessions')).rejects.toMatchObject({ cause: { code: '42501' } });
  await expect(db.execute('delete from auth.sessions')).rejects.toMatchObject({ cause: { code: '42501' } });
  await expect(db.delete(userSessions)).rejects.toMatchObject({ cause: { code: '42501' } });
  expect(await db.select().from(profiles).where(eq(profiles.id, ana.id))).toHaveLength(1);
});
