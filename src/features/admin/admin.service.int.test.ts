import { eq, ne, sql, TransactionRollbackError } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { profiles } from '~/features/auth/auth.schema';
import { recogniseSession } from '~/features/sessions/recognise';
import { db } from '~/lib/data/system';
import * as schema from '~/lib/db/schema';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import { actorOf, aVisit, sessionClaimsIn } from '~/lib/testing/actors';
import { owner } from '~/lib/testing/owner';
import { apiOf, signIn, signUp, type TestUser } from '~/lib/testing/users';
import * as AdminService from './admin.service';
import { giveRole } from './operator.service';

afterAll(() => owner.end());

let admin: Actor;
let ana: TestUser;

beforeEach(async () => {
  admin = await anAdmin();
  ana = await signUp({ fullName: 'Ana' });
});

async function profileOf(id: string) {
  const [profile] = await db.select().from(profiles).where(eq(profiles.id, id));
  if (!profile) throw new Error(`${id} has no profile`);
  return profile;
}

/** Somebody as the guard would know them now. */
async function knownNow(user: TestUser): Promise<Actor> {
  return actorOf(user, { profile: await profileOf(user.id) });
}

async function anAdmin(): Promise<Actor> {
  const user = await signUp();
  await owner`update profiles set role = 'admin' where id = ${user.id}`;
  return knownNow(user);
}

function eventsOf(userId: string) {
  return owner`
    select kind, outcome, actor_id, session_id, host(address) as address, request_id, details from security_events
    where user_id = ${userId} order by occurred_at, id`;
}

const stateOf = (token: string) =>
  recogniseSession(sessionClaimsIn(token), aVisit()).then((found) =>
    found.state === 'live' ? 'live' : found.reason,
  );

const canRead = async (accessToken: string) => {
  const { data } = await apiOf({ accessToken }).from('profiles').select('id');
  return (data ?? []).length > 0;
};

/** Every verb, as it is called from its page. */
const VERBS = {
  'change a role': (actor: Actor, userId: string) =>
    AdminService.changeRole(actor, { userId, role: 'admin' }, aVisit()),
  suspend: (actor: Actor, userId: string) => AdminService.suspendUser(actor, userId, aVisit()),
  restore: (actor: Actor, userId: string) => AdminService.restoreUser(actor, userId, aVisit()),
  'require a password change': (actor: Actor, userId: string) =>
    AdminService.requirePasswordChange(actor, userId, aVisit()),
  'end sessions': (actor: Actor, userId: string) => AdminService.endUserSessions(actor, userId, aVisit()),
};

describe.each(Object.entries(VERBS))('to %s', (_, act) => {
  async function expectNothingHappens(actor: Actor, code: string, userId = ana.id) {
    const before = [await profileOf(ana.id), await eventsOf(ana.id), await stateOf(ana.accessToken)];
    await expect(act(actor, userId)).rejects.toMatchObject({ code });
    expect([await profileOf(ana.id), await eventsOf(ana.id), await stateOf(ana.accessToken)]).toEqual(before);
  }

  test('is not for a user: the account does not exist', async () => {
    await expectNothingHappens(await knownNow(await signUp()), 'not_found');
    await expectNothingHappens(actorOf(await signUp()), 'not_found');
  });

  test('is not for a suspended administrator', async () => {
    await owner`update profiles set suspended_at = now() where id = ${admin.id}`;
    await expectNothingHappens({ ...admin, profile: await profileOf(admin.id) }, 'not_found');
  });

  test('is not for somebody who was an administrator when the request came, and is none any more', async () => {
    await owner`update profiles set role = 'user' where id = ${admin.id}`;
    await expectNothingHappens(admin, 'not_found');
    await owner`update profiles set role = 'admin', suspended_at = now() where id = ${admin.id}`;
    await expectNothingHappens(admin, 'not_found');
  });

  test('is not for one’s own account', async () => {
    const before = await profileOf(admin.id);
    await expect(act(admin, admin.id)).rejects.toMatchObject({ code: 'conflict', status: 409 });
    expect(await profileOf(admin.id)).toEqual(before);
    expect(await eventsOf(admin.id)).toEqual([]);
  });

  test.each(['0f8fad5b-d9cb-469f-a165-70867728950e', 'x', '', "' or true --"])(
    'is not for «%s», who is not there',
    (id) => expectNothingHappens(admin, 'not_found', id),
  );

  test('twice at once is done once', async () => {
    const other = await anAdmin();
    if (act === VERBS.restore) await AdminService.suspendUser(admin, ana.id, aVisit());
    const before = (await eventsOf(ana.id)).length;
    await Promise.all([act(admin, ana.id), act(other, ana.id), act(admin, ana.id)]);
    expect((await eventsOf(ana.id)).length).toBe(before + 1);
  });
});

test('a role is changed from the next request on, there and back, and written down', async () => {
  const visit = aVisit();
  await AdminService.changeRole(admin, { userId: ana.id, role: 'admin' }, visit);
  const asAdmin = await knownNow(ana);
  expect(asAdmin.profile?.role).toBe('admin');
  const ben = await signUp();
  await AdminService.requirePasswordChange(asAdmin, ben.id, aVisit());
  await AdminService.changeRole(admin, { userId: ana.id, role: 'user' }, aVisit());
  await expect(AdminService.suspendUser(asAdmin, ben.id, aVisit())).rejects.toMatchObject({
    code: 'not_found',
  });
  const shared = { kind: 'role_changed', outcome: 'succeeded', actor_id: admin.id };
  expect(await eventsOf(ana.id)).toMatchObject([
    {
      ...shared,
      session_id: admin.claims.session_id,
      address: visit.address,
      request_id: visit.requestId,
      details: { role: 'admin' },
    },
    { ...shared, details: { role: 'user' } },
  ]);
});

test('whoever is suspended is out at once on every device, at the Data API too, and nobody else is', async () => {
  const [phone, ben] = [await signIn(ana), await signUp()];
  expect(await stateOf(ana.accessToken)).toBe('live');
  await AdminService.suspendUser(admin, ana.id, aVisit());
  expect((await profileOf(ana.id)).suspendedAt).toBeInstanceOf(Date);
  for (const token of [ana.accessToken, phone]) {
    expect(await stateOf(token)).toBe('session_not_found');
    expect(await canRead(token)).toBe(false);
  }
  const ends = await owner`select revoked_reason, revoked_by from user_sessions where user_id = ${ana.id}`;
  expect([...ends]).toEqual(Array(2).fill({ revoked_reason: 'suspended', revoked_by: admin.id }));
  expect(await stateOf(ben.accessToken)).toBe('live');
  expect(await eventsOf(ana.id)).toMatchObject([{ kind: 'account_suspended', details: { count: 2 } }]);
});

test('what the auth server opens for a suspended user is no session, and is none after they are restored', async () => {
  await AdminService.suspendUser(admin, ana.id, aVisit());
  const meanwhile = await signIn(ana);
  expect([await stateOf(meanwhile), await canRead(meanwhile)]).toEqual(['account_suspended', false]);
  await AdminService.restoreUser(admin, ana.id, aVisit());
  expect([await stateOf(meanwhile), await canRead(meanwhile)]).toEqual(['session_not_found', false]);
  const afterwards = await signIn(ana);
  expect([await stateOf(afterwards), await canRead(afterwards)]).toEqual(['live', true]);
  const kinds = (await eventsOf(ana.id)).map(({ kind }) => kind);
  expect(kinds).toEqual(['account_suspended', 'account_restored']);
});

test('a new password is asked for, and the session goes on to give it', async () => {
  await AdminService.requirePasswordChange(admin, ana.id, aVisit());
  expect(await profileOf(ana.id)).toMatchObject({ passwordMustChange: true });
  expect(await stateOf(ana.accessToken)).toBe('live');
  expect(await eventsOf(ana.id)).toMatchObject([{ kind: 'password_change_required', actor_id: admin.id }]);
});

test('all sessions of a user end, and they may open another', async () => {
  await AdminService.endUserSessions(admin, ana.id, aVisit());
  expect([await stateOf(ana.accessToken), await canRead(ana.accessToken)]).toEqual([
    'session_not_found',
    false,
  ]);
  expect(await stateOf(await signIn(ana))).toBe('live');
  expect(await eventsOf(ana.id)).toMatchObject([
    { kind: 'session_ended', details: { reason: 'ended_by_admin', count: 1 } },
  ]);
});

test('two administrators who demote each other at once: one of them does', async () => {
  for (let round = 0; round < 8; round++) {
    const [one, other] = await Promise.all([anAdmin(), anAdmin()]);
    const outcomes = await Promise.allSettled([
      AdminService.changeRole(one, { userId: other.id, role: 'user' }, aVisit()),
      AdminService.changeRole(other, { userId: one.id, role: 'user' }, aVisit()),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes).toContainEqual({
      status: 'rejected',
      reason: expect.objectContaining({ code: 'not_found' }),
    });
    const roles = [await profileOf(one.id), await profileOf(other.id)].map(({ role }) => role);
    expect(roles.sort()).toEqual(['admin', 'user']);
  }
});

test('they are told by mail in their language, without where the administrator sat; being signed out is told by itself', async () => {
  await owner`update profiles set locale = 'es' where id = ${ana.id}`;
  const visit = aVisit({ address: '198.51.100.99', userAgent: 'Secret/1.0' });
  await AdminService.suspendUser(admin, ana.id, visit);
  await AdminService.restoreUser(admin, ana.id, visit);
  await AdminService.endUserSessions(admin, ana.id, visit);
  await AdminService.requirePasswordChange(admin, ana.id, visit);
  await AdminService.changeRole(admin, { userId: ana.id, role: 'admin' }, visit);
  const letters = await owner`select recipient, subject, text from mail_outbox where user_id = ${ana.id}`;
  const options = { locale: 'es' } as const;
  expect(letters.map(({ subject }) => subject).sort()).toEqual(
    [
      m.security_notice_account_suspended({}, options),
      m.security_notice_account_restored({}, options),
      m.security_notice_password_change_required({}, options),
      m.security_notice_role_changed({}, options),
    ].sort(),
  );
  for (const { recipient, text } of letters) {
    expect(recipient).toBe(ana.email);
    expect(text).not.toMatch(new RegExp(`198\\.51|Secret|${admin.email}`));
  }
});

test('what can not be written down is not done', async () => {
  const impossible = aVisit({ address: 'no address' });
  await expect(AdminService.suspendUser(admin, ana.id, impossible)).rejects.toThrow();
  expect(await profileOf(ana.id)).toMatchObject({ suspendedAt: null });
  expect(await stateOf(ana.accessToken)).toBe('live');
});

describe('the operator', () => {
  const atTheTerminal = () => aVisit({ address: null, requestId: null });

  test('makes the first administrator and takes it back, with nobody as the one who did it', async () => {
    const spelled = ` ${ana.email.toUpperCase()}`;
    expect(await giveRole({ email: spelled, role: 'admin' }, atTheTerminal(), db)).toBe(true);
    expect(await giveRole({ email: ana.email, role: 'admin' }, atTheTerminal(), db)).toBe(false);
    expect(await profileOf(ana.id)).toMatchObject({ role: 'admin' });
    expect(await giveRole({ email: ana.email, role: 'user' }, atTheTerminal(), db)).toBe(true);
    expect(await eventsOf(ana.id)).toMatchObject([
      { kind: 'role_changed', actor_id: null, address: null, details: { role: 'admin' } },
      { kind: 'role_changed', actor_id: null, details: { role: 'user' } },
    ]);
  });

  test('refuses an address that nobody has, and one that two have', async () => {
    const make = (email: string) => giveRole({ email, role: 'admin' }, atTheTerminal(), db);
    await expect(make('nobody@example.test')).rejects.toMatchObject({ code: 'not_found' });
    const ben = await signUp();
    await owner`update profiles set email = ${ana.email} where id = ${ben.id}`;
    await expect(make(ana.email)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('can not take the last administrator away', async () => {
    const alone = drizzle(owner, { schema }).transaction(async (tx) => {
      // Alone first: whoever acts at the same time would hold one of these rows and wait for another.
      await tx.execute(sql`lock table profiles in share row exclusive mode`);
      await tx.update(profiles).set({ role: 'user' }).where(ne(profiles.id, admin.id));
      const last = giveRole({ email: admin.email, role: 'user' }, atTheTerminal(), tx);
      await expect(last).rejects.toMatchObject({ code: 'conflict' });
      tx.rollback();
    });
    await expect(alone).rejects.toBeInstanceOf(TransactionRollbackError);
    expect(await profileOf(admin.id)).toMatchObject({ role: 'admin' });
  });
});
