import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import type { SessionClaims } from '~/lib/data/claims';
import { db } from '~/lib/data/system';
import { log } from '~/lib/log.server';
import { aVisit, sessionClaimsIn } from '~/lib/testing/actors';
import { owner } from '~/lib/testing/owner';
import { signUp, type TestUser } from '~/lib/testing/users';
import { securityEvents } from './security.schema';
import * as SecurityService from './security.service';

let ana: TestUser;
let laptop: SessionClaims;
beforeEach(async () => {
  ana = await signUp();
  laptop = sessionClaimsIn(ana.accessToken);
});
afterAll(() => owner.end());

const rowsOf = (userId: string) =>
  db
    .select()
    .from(securityEvents)
    .where(eq(securityEvents.userId, userId))
    .orderBy(securityEvents.occurredAt);

test('an event is one row and one line in the log, under the same request', async () => {
  const info = vi.spyOn(log, 'info').mockImplementation(() => {});
  const visit = aVisit({ userAgent: 'Browser' });
  const event = { kind: 'sign_in', outcome: 'refused', userId: ana.id, actorId: null } as const;
  await SecurityService.record({ ...event, details: { reason: 'wrong_password' } }, visit);
  const { now, ...from } = visit;
  const details = { reason: 'wrong_password' };
  expect(await rowsOf(ana.id)).toEqual([
    { ...event, ...from, sessionId: null, occurredAt: now, id: expect.any(String), details },
  ]);
  expect(info.mock.calls).toEqual([
    [
      'security.sign_in',
      {
        outcome: 'refused',
        userId: ana.id,
        actorId: null,
        sessionId: null,
        clientAddress: visit.address,
        requestId: visit.requestId,
        details,
      },
    ],
  ]);
});

test('who did it is the user, unless somebody else is named', async () => {
  await SecurityService.record({ kind: 'sign_in', userId: ana.id }, aVisit());
  expect(await rowsOf(ana.id)).toMatchObject([{ actorId: ana.id, outcome: 'succeeded', details: {} }]);
});

test('what is undone with its transaction was never written', async () => {
  const undone = db.transaction(async (tx) => {
    await SecurityService.record({ kind: 'sign_in', userId: ana.id }, aVisit(), tx);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await rowsOf(ana.id)).toEqual([]);
});

const refused = (afterMs = 0, claims = laptop) =>
  SecurityService.recordAccessRefused(
    claims,
    'session_revoked',
    aVisit({ now: new Date(Date.now() + afterMs) }),
  );

test('a token that is refused again and again is written down once a minute', async () => {
  await refused();
  for (const afterMs of [0, 1_000, 30_000, 59_000]) await refused(afterMs);
  const details = { reason: 'session_revoked' };
  const event = { kind: 'access_refused', outcome: 'refused', sessionId: laptop.session_id, details };
  expect(await rowsOf(ana.id)).toMatchObject([event]);
  await refused(61_000);
  expect(await rowsOf(ana.id)).toHaveLength(2);
});

test('it is once a minute a user, however many sessions they collect', async () => {
  for (let session = 0; session < 5; session++) {
    await refused(0, { ...laptop, session_id: crypto.randomUUID() });
  }
  expect(await rowsOf(ana.id)).toHaveLength(1);
  const ben = await signUp();
  await refused(0, sessionClaimsIn(ben.accessToken));
  expect(await rowsOf(ben.id)).toHaveLength(1);
});

test('what else happened to them does not stand in the way', async () => {
  await SecurityService.record({ kind: 'sign_out', userId: ana.id }, aVisit());
  await refused();
  expect((await rowsOf(ana.id)).map(({ kind }) => kind).sort()).toEqual(['access_refused', 'sign_out']);
});

test('the token of an account that is gone is refused without a word in the trail', async () => {
  await owner`delete from auth.users where id = ${ana.id}`;
  await expect(refused()).resolves.toBeUndefined();
  expect(await rowsOf(ana.id)).toEqual([]);
});
