import { afterAll, expect, test } from 'vitest';
import { checkSession } from '~/lib/supabase/session';
import { aVisit } from '~/lib/testing/actors';
import { consentAtGitHub, type GitHubPerson } from '~/lib/testing/github';
import { mailsQueuedFor } from '~/lib/testing/mail';
import { countMails, linkTo } from '~/lib/testing/mailbox';
import { owner } from '~/lib/testing/owner';
import { addUser } from '~/lib/testing/users';
import { Visitor } from '~/lib/testing/visitor';
import * as AuthService from './auth.service';
import { providerRefusal } from './provider.refusals';
import * as ProviderService from './provider.service';
import * as ReauthenticationService from './reauthentication.service';

afterAll(() => owner.end());

const newPerson = (given: Partial<GitHubPerson> = {}): GitHubPerson => ({
  email: `octo-${crypto.randomUUID()}@example.test`,
  name: 'Octavia Cat',
  isVerified: true,
  ...given,
});

/** From our button to where they come back to us. Null does not consent. */
async function goThere(browser: Visitor, person: GitHubPerson | null, next?: string): Promise<URL> {
  const start = await browser.enter((door) =>
    ProviderService.beginSignIn(door, { provider: 'github', next }),
  );
  return consentAtGitHub(start, person);
}

const comeBack = (browser: Visitor, { searchParams }: URL) =>
  browser.enter((door) => ProviderService.finishSignIn(door, searchParams.get('code') ?? ''));

async function signInThere(browser: Visitor, person: GitHubPerson): Promise<string> {
  await comeBack(browser, await goThere(browser, person));
  const session = await browser.visit(checkSession);
  if (session.state !== 'valid') throw new Error(`the session is ${session.state}`);
  return session.claims.sub;
}

const trailOf = (id: string) => owner`
  select kind, outcome, details from public.security_events where user_id = ${id} order by occurred_at, kind`;

async function sessionsOf(email: string): Promise<number> {
  const sessions = await owner`
    select from auth.sessions where user_id = (select id from auth.users where email = ${email})`;
  return sessions.length;
}

test('whoever consents there is in here, with an account, a name and a trail', async () => {
  const [browser, octavia] = [new Visitor(), newPerson()];
  const back = await goThere(browser, octavia, '/wallet');
  expect(back.href).toMatch(/^http:\/\/localhost:3000\/auth\/callback\?next=%2Fwallet&code=/);
  expect(providerRefusal(back.searchParams)).toBeNull();
  await comeBack(browser, back);
  const id = await signInThere(new Visitor(), octavia);
  expect(await AuthService.getProfile(id)).toMatchObject({ email: octavia.email, fullName: octavia.name });
  const details = { method: 'oauth' };
  expect(await trailOf(id)).toEqual([
    { kind: 'sign_up', outcome: 'succeeded', details },
    { kind: 'sign_in', outcome: 'succeeded', details },
    { kind: 'sign_in', outcome: 'succeeded', details },
    { kind: 'new_device', outcome: 'succeeded', details: {} },
  ]);
  expect((await mailsQueuedFor(octavia.email)).map(({ subject }) => subject)).toEqual([
    'New sign-in to your account',
  ]);
  expect(await ReauthenticationService.hasPassword({ id })).toBe(false);
});

test('somebody who has an account under that address comes into that one', async () => {
  const ada = await addUser();
  expect(await signInThere(new Visitor(), newPerson({ email: ada.email }))).toBe(ada.id);
  expect(await AuthService.getProfile(ada.id)).toMatchObject({ fullName: ada.fullName });
  expect((await trailOf(ada.id)).map(({ kind }) => kind)).toEqual(['sign_in']);
});

test('an account that somebody had opened under that address, and never confirmed, is theirs without that password', async () => {
  const octavia = newPerson();
  const squatter = { email: octavia.email, password: 'quiet-harbour-41' };
  await AuthService.signUp({ ...squatter, fullName: 'Eve' }, aVisit());
  await signInThere(new Visitor(), octavia);
  const tried = new Visitor().enter((door) => AuthService.signIn(door, squatter));
  await expect(tried).rejects.toMatchObject({ code: 'unauthorized' });
});

test('whoever breaks it off comes back with a word for it, and so does everybody else', async () => {
  const [browser, ada] = [new Visitor(), await addUser()];
  const refusalOf = async (person: GitHubPerson | null) =>
    providerRefusal((await goThere(browser, person)).searchParams);
  expect(await refusalOf(null)).toBe('denied');
  expect(await refusalOf(newPerson({ isAway: true }))).toBe('away');
  expect(await refusalOf(newPerson({ isVerified: false }))).toBe('unverified');
  expect(await refusalOf(newPerson({ isVerified: false, email: ada.email }))).toBe('unverified');
  expect(providerRefusal(new URLSearchParams())).toBe('over');
  expect(providerRefusal(new URLSearchParams({ error: 'x', error_code: 'constructor' }))).toBe('away');
  expect(await browser.visit(checkSession)).toEqual({ state: 'none' });
  expect(await sessionsOf(ada.email)).toBe(0);
});

test('a code is good once, and in the browser where it began', async () => {
  const [browser, octavia] = [new Visitor(), newPerson()];
  const back = await goThere(browser, octavia);
  const thief = new Visitor();
  await expect(comeBack(thief, back)).rejects.toMatchObject({ code: 'invalid' });
  await goThere(thief, newPerson());
  await expect(comeBack(thief, back)).rejects.toMatchObject({ code: 'invalid' });
  await comeBack(browser, back);
  await expect(comeBack(browser, back)).rejects.toMatchObject({ code: 'invalid' });
  expect(await thief.visit(checkSession)).toEqual({ state: 'none' });
  expect(browser.jar.names.filter((name) => name === 'alcazar-auth-code-verifier')).toEqual([]);
});

test('it takes the place of the session that the browser had', async () => {
  const [browser, ada] = [new Visitor(), await addUser()];
  await browser.enter((door) => AuthService.signIn(door, ada));
  const before = await browser.visit(checkSession);
  await signInThere(browser, newPerson());
  const id = before.state === 'valid' ? before.claims.session_id : '';
  const [row] = await owner`select revoked_reason from public.user_sessions where id = ${id}`;
  expect(row?.revoked_reason).toBe('replaced');
});

test('a suspended user is refused, and has no session left', async () => {
  const ada = await addUser();
  await owner`update public.profiles set suspended_at = now() where id = ${ada.id}`;
  const entered = signInThere(new Visitor(), newPerson({ email: ada.email }));
  await expect(entered).rejects.toMatchObject({ code: 'forbidden', reason: 'account_suspended' });
  expect(await sessionsOf(ada.email)).toBe(0);
  const details = { reason: 'account_suspended', method: 'oauth' };
  expect(await trailOf(ada.id)).toEqual([{ kind: 'sign_in', outcome: 'refused', details }]);
});

test('nobody is in where their account can not be written down', async () => {
  const [browser, octavia] = [new Visitor(), newPerson()];
  const code = (await goThere(browser, octavia)).searchParams.get('code') ?? '';
  const visit = aVisit({ userAgent: 'x'.repeat(501) });
  const entered = browser.enter((door) => ProviderService.finishSignIn({ ...door, visit }, code));
  await expect(entered).rejects.toMatchObject({
    cause: { constraint_name: 'security_events_user_agent_short' },
  });
  expect(await sessionsOf(octavia.email)).toBe(0);
});

test('nor does another site let anybody past a password that has to be replaced: the link for it is mailed', async () => {
  const ada = await addUser();
  await owner`update public.profiles set password_must_reset = true where id = ${ada.id}`;
  const entered = signInThere(new Visitor(), newPerson({ email: ada.email }));
  await expect(entered).rejects.toMatchObject({ code: 'forbidden', reason: 'password_must_reset' });
  expect(await sessionsOf(ada.email)).toBe(0);
  expect(await countMails(ada.email)).toBe(1);
  expect(await linkTo(ada.email)).toMatchObject({ type: 'recovery' });
});

test('whoever changes where they were going goes nowhere but here', async () => {
  for (const next of ['https://evil.example', '//evil.example', '/logout']) {
    const back = await goThere(new Visitor(), newPerson(), next);
    expect(back.searchParams.get('next')).toBe('/dashboard');
  }
});
