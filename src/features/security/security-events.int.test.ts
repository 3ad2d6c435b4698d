import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { profiles } from '~/features/auth/auth.schema';
import { ANONYMOUS, type VerifiedClaims } from '~/lib/data/claims';
import { db } from '~/lib/data/system';
import { asUser } from '~/lib/data/user';
import { aVisit, sessionClaimsIn } from '~/lib/testing/actors';
import { owner } from '~/lib/testing/owner';
import { apiOf, signUp, type TestUser } from '~/lib/testing/users';
import { securityEvents } from './security.schema';
import { record } from './security.service';

// Whose acts a user sees; and that what is written stays written. Who writes: lib/db/access-matrix.int.test.ts.

let ana: TestUser;
let stranger: TestUser;
let admin: TestUser;

beforeEach(async () => {
  [ana, stranger, admin] = await Promise.all([signUp(), signUp(), signUp()]);
  await db.update(profiles).set({ role: 'admin' }).where(eq(profiles.id, admin.id));
  const sessionId = sessionClaimsIn(ana.accessToken).session_id;
  await record({ kind: 'sign_in', userId: ana.id, sessionId }, aVisit({ userAgent: 'Browser of Ana' }));
  await record(
    { kind: 'role_changed', userId: ana.id, actorId: admin.id },
    aVisit({ address: '198.51.100.9' }),
  );
});
afterAll(() => owner.end());

const DENIED = '42501';
const rowsOf = (userId: string) => db.select().from(securityEvents).where(eq(securityEvents.userId, userId));

describe('through the doors of a user', () => {
  const PEOPLE: Record<string, () => TestUser | undefined> = {
    nobody: () => undefined,
    'a stranger': () => stranger,
    'an administrator': () => admin,
    'the owner': () => ana,
  };

  test.each(Object.entries(PEOPLE))('%s reads at most what they did themselves', async (who, person) => {
    const seen = await apiOf(person()).from('security_events').select('kind, user_agent');
    const claims: VerifiedClaims = person()?.claims ?? ANONYMOUS;
    const rows = asUser(claims, (tx) => tx.select({ kind: securityEvents.kind }).from(securityEvents));
    if (who === 'nobody') {
      expect(seen.error?.code).toBe(DENIED);
      await expect(rows).rejects.toMatchObject({ cause: { code: DENIED } });
    } else {
      const own = who === 'the owner';
      expect(seen.data).toEqual(own ? [{ kind: 'sign_in', user_agent: 'Browser of Ana' }] : []);
      expect(await rows).toEqual(own ? [{ kind: 'sign_in' }] : []);
    }
  });
});

describe('what is written stays written', () => {
  test('for the app, which may neither change nor delete it', async () => {
    const mine = eq(securityEvents.userId, ana.id);
    for (const attempt of [
      db.update(securityEvents).set({ outcome: 'refused' }).where(mine),
      db.update(securityEvents).set({ userId: null }).where(mine),
      db.delete(securityEvents).where(mine),
      db.execute('truncate security_events'),
    ]) {
      await expect(attempt).rejects.toMatchObject({ cause: { code: DENIED } });
    }
  });

  test('for an owner who is careless, also where nothing would change', async () => {
    const before = await rowsOf(ana.id);
    const whose = owner`where user_id = ${ana.id}`;
    for (const change of [
      owner`set outcome = 'refused'`,
      owner`set occurred_at = now()`,
      owner`set address = null`,
      owner`set details = '{"reason": "none"}'`,
      owner`set user_id = ${stranger.id}`,
      owner`set user_id = user_id`,
      owner`set user_id = null, kind = 'sign_out'`,
    ]) {
      const attempt = owner`update public.security_events ${change} ${whose}`;
      await expect(attempt).rejects.toMatchObject({ code: DENIED });
    }
    expect(await rowsOf(ana.id)).toEqual(before);
  });

  test('until its user goes: what happened stays, who and from where does not', async () => {
    const ids = (await rowsOf(ana.id)).map(({ id }) => id);
    await owner`delete from auth.users where id = ${ana.id}`;
    const kept = (await db.select().from(securityEvents)).filter(({ id }) => ids.includes(id));
    expect(kept.map(({ kind }) => kind).sort()).toEqual(['role_changed', 'sign_in']);
    for (const row of kept) {
      expect(row).toMatchObject({ userId: null, sessionId: null, address: null, userAgent: null });
      expect(row.occurredAt).toEqual(expect.any(Date));
    }
  });

  test('an administrator who goes leaves the act, and their own whereabouts go', async () => {
    await owner`delete from auth.users where id = ${admin.id}`;
    const rows = await rowsOf(ana.id);
    expect(rows.find(({ kind }) => kind === 'role_changed')).toMatchObject({ actorId: null, address: null });
    expect(rows.find(({ kind }) => kind === 'sign_in')).toMatchObject({ userAgent: 'Browser of Ana' });
  });
});
