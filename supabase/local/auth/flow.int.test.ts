import { createClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from '../stack';
import { VARIANT } from '../test-variant';

/** What an application sees of the auth server, held to what a hosted project answers. */

const PASSWORD = 'correct-horse-battery-7';
let stack: Stack;
let sql: postgres.Sql;
beforeAll(async () => {
  stack = await startStack({
    ...VARIANT,
    ephemeral: true,
    siteUrl: 'http://127.0.0.1:3999',
    mailEverySeconds: 60,
  });
  sql = postgres(stack.directUrl, { onnotice: () => undefined });
});
afterAll(async () => {
  await sql?.end();
  await stack?.stop();
});

function client(headers: Record<string, string> = {}) {
  const auth = { persistSession: false, autoRefreshToken: false };
  return createClient(stack.apiUrl, stack.publishableKey, { auth, global: { headers } });
}

async function tokenHashFor(email: string): Promise<string> {
  const mail = await stack.mail.last(email);
  return /token_hash=([0-9a-f]{64})/.exec(mail?.Text ?? '')?.[1] ?? '';
}

async function confirmedSession(email: string, headers: Record<string, string> = {}) {
  const supabase = client(headers);
  await supabase.auth.signUp({ email, password: PASSWORD });
  const { data, error } = await supabase.auth.verifyOtp({
    token_hash: await tokenHashFor(email),
    type: 'signup',
  });
  if (!data.session) throw error;
  return { supabase, session: data.session };
}

/** The waiting time between two mails is over. */
const letTimePass = (email: string) => sql`
  update auth.users set confirmation_sent_at = now() - interval '2 minutes',
                        recovery_sent_at = now() - interval '2 minutes' where email = ${email}`;

test('sign-up sends a mail whose link confirms and signs in', async () => {
  const supabase = client();
  const { data, error } = await supabase.auth.signUp({ email: 'Ana@example.test', password: PASSWORD });
  expect(error).toBeNull();
  expect(data.session).toBeNull();

  const mail = await stack.mail.last('ana@example.test');
  expect(mail?.Subject).toContain('Confirm your e-mail address');
  expect(mail?.Text).toContain('http://127.0.0.1:3999/auth/confirm?token_hash=');

  const token_hash = await tokenHashFor('ana@example.test');
  const verified = await supabase.auth.verifyOtp({ token_hash, type: 'signup' });
  expect(verified.error).toBeNull();
  expect(verified.data.session?.user.email).toBe('ana@example.test');
  const again = await client().auth.verifyOtp({ token_hash, type: 'signup' });
  expect(again.error).toMatchObject({ status: 403, code: 'otp_expired' });
});

test('the session knows where it came from', async () => {
  const { session } = await confirmedSession('from@example.test', {
    'X-Forwarded-For': '203.0.113.7, 10.0.0.1',
    'User-Agent': 'Netscape 4',
  });
  const [row] = await sql`
    select host(ip) as ip, user_agent from auth.sessions
    join auth.users on users.id = sessions.user_id where email = 'from@example.test'`;
  expect(session.access_token).toBeTruthy();
  expect(row).toEqual({ ip: '203.0.113.7', user_agent: 'Netscape 4' });
});

test('a forged X-Forwarded-For falls back to the peer', async () => {
  await confirmedSession('forged@example.test', { 'X-Forwarded-For': `'; drop table auth.users --` });
  const [row] = await sql`
    select host(ip) as ip from auth.sessions
    join auth.users on users.id = sessions.user_id where email = 'forged@example.test'`;
  expect(row).toEqual({ ip: '127.0.0.1' });
});

test('a wrong password, an unknown address and an unconfirmed one with a wrong password answer the same', async () => {
  await confirmedSession('known@example.test');
  await client().auth.signUp({ email: 'waiting@example.test', password: PASSWORD });
  for (const email of ['known@example.test', 'unknown@example.test', 'waiting@example.test']) {
    const { error } = await client().auth.signInWithPassword({ email, password: 'wrong-password' });
    expect(error, email).toMatchObject({
      status: 400,
      code: 'invalid_credentials',
      message: 'Invalid login credentials',
    });
  }
  const right = await client().auth.signInWithPassword({ email: 'waiting@example.test', password: PASSWORD });
  expect(right.error).toMatchObject({
    status: 400,
    code: 'email_not_confirmed',
    message: 'Email not confirmed',
  });
});

test('a sign-up with a known address looks like a new one, and tells its owner nothing new', async () => {
  await confirmedSession('twice@example.test');
  await stack.mail.clear();
  const data = { full_name: 'Somebody Else' };
  const options = { data };
  const repeated = await client().auth.signUp({ email: 'Twice@example.test', password: PASSWORD, options });
  expect(repeated.error).toBeNull();
  expect(repeated.data.user).toMatchObject({
    email: 'twice@example.test',
    user_metadata: data,
    identities: [],
  });
  const [owner] = await sql`select id, raw_user_meta_data from auth.users where email = 'twice@example.test'`;
  expect(repeated.data.user?.id).not.toBe(owner?.id);
  expect(owner?.raw_user_meta_data).not.toHaveProperty('full_name');
  expect(await stack.mail.list()).toEqual([]);
});

test('an unconfirmed sign-up gets its mail again, by signing up or asking, once a minute', async () => {
  const email = 'patient@example.test';
  await client().auth.signUp({ email, password: PASSWORD });
  const first = await tokenHashFor(email);
  const refusal = { status: 429, code: 'over_email_send_rate_limit' };
  expect((await client().auth.signUp({ email, password: PASSWORD })).error).toMatchObject(refusal);
  expect((await client().auth.resend({ email, type: 'signup' })).error).toMatchObject(refusal);

  await letTimePass(email);
  expect((await client().auth.resend({ email, type: 'signup' })).error).toBeNull();
  const second = await tokenHashFor(email);
  expect(second).not.toBe(first);
  await letTimePass(email);
  expect((await client().auth.signUp({ email, password: PASSWORD })).error).toBeNull();
  const third = await tokenHashFor(email);

  expect((await client().auth.verifyOtp({ token_hash: first, type: 'signup' })).error?.code).toBe(
    'otp_expired',
  );
  expect((await client().auth.verifyOtp({ token_hash: third, type: 'signup' })).error).toBeNull();
});

test('two sign-ups with one address at once make one account', async () => {
  const signUp = () => client().auth.signUp({ email: 'race@example.test', password: PASSWORD });
  const answers = await Promise.all([signUp(), signUp(), signUp()]);
  expect(answers.every(({ error }) => !error || error.status === 429)).toBe(true);
  expect(await sql`select 1 from auth.users where email = 'race@example.test'`).toHaveLength(1);
});

test('asking for a mail to an unknown address succeeds and sends none', async () => {
  await stack.mail.clear();
  const email = 'nobody@example.test';
  expect((await client().auth.resetPasswordForEmail(email)).error).toBeNull();
  expect((await client().auth.resend({ email, type: 'signup' })).error).toBeNull();
  expect(await stack.mail.list()).toEqual([]);
});

test('recovery: one mail a minute, a session, a new password', async () => {
  const email = 'forgetful@example.test';
  await confirmedSession(email);
  const supabase = client();
  expect((await supabase.auth.resetPasswordForEmail(email)).error).toBeNull();
  expect((await supabase.auth.resetPasswordForEmail(email)).error?.code).toBe('over_email_send_rate_limit');
  expect((await stack.mail.last(email))?.Text).toContain('type=recovery');

  const verified = await supabase.auth.verifyOtp({ token_hash: await tokenHashFor(email), type: 'recovery' });
  expect(verified.error).toBeNull();
  const short = await supabase.auth.updateUser({ password: 'seven77' });
  expect(short.error).toMatchObject({ status: 422, code: 'weak_password' });
  const same = await supabase.auth.updateUser({ password: PASSWORD });
  expect(same.error).toMatchObject({ status: 422, code: 'same_password' });
  expect((await supabase.auth.updateUser({ password: 'another-good-one' })).error).toBeNull();
  expect((await client().auth.signInWithPassword({ email, password: 'another-good-one' })).error).toBeNull();
});

/** The code of the newest mail to this address. */
async function codeFor(email: string): Promise<string> {
  const mail = await stack.mail.last(email);
  return /^\d{6}$/m.exec(mail?.Text ?? '')?.[0] ?? '';
}

test('a sign-in mail has a link and a code, and either signs in once', async () => {
  const email = 'no-password@example.test';
  await confirmedSession(email);
  const ask = () => client().auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
  expect((await ask()).error).toBeNull();
  expect((await ask()).error?.code).toBe('over_email_send_rate_limit');
  const token = await codeFor(email);
  const token_hash = await tokenHashFor(email);

  const over = { status: 403, code: 'otp_expired' };
  const wrong = token === '000000' ? '000001' : '000000';
  const verify = (given: string, address = email) =>
    client().auth.verifyOtp({ email: address, token: given, type: 'email' });
  expect((await verify(wrong)).error).toMatchObject(over);
  await confirmedSession('another@example.test');
  expect((await verify(token, 'another@example.test')).error).toMatchObject(over);

  const right = await verify(token, 'No-Password@example.test');
  expect(right.error).toBeNull();
  expect(right.data.session?.user.email).toBe(email);
  expect((await verify(token)).error).toMatchObject(over);
  expect((await client().auth.verifyOtp({ token_hash, type: 'magiclink' })).error).toMatchObject(over);

  await letTimePass(email);
  expect((await ask()).error).toBeNull();
  const link = await client().auth.verifyOtp({ token_hash: await tokenHashFor(email), type: 'magiclink' });
  expect(link.data.session?.user.email).toBe(email);
});

test('whoever has not confirmed their address gets that mail again in place of a sign-in link', async () => {
  const email = 'not-yet@example.test';
  await client().auth.signUp({ email, password: PASSWORD });
  await letTimePass(email);
  const asked = await client().auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
  expect(asked.error).toBeNull();
  const mail = await stack.mail.last(email);
  expect(mail?.Subject).toContain('Confirm your e-mail address');
  const token_hash = await tokenHashFor(email);
  const confirmed = await client().auth.verifyOtp({ token_hash, type: 'email' });
  expect(confirmed.data.session?.user.email_confirmed_at).toBeTruthy();
});

test('a sign-in mail makes no account where none is wanted', async () => {
  await stack.mail.clear();
  const email = 'nobody-here@example.test';
  const asked = await client().auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
  expect(asked.error).toMatchObject({ status: 422, code: 'otp_disabled' });
  expect(await stack.mail.list()).toEqual([]);
  expect(await sql`select from auth.users where email = ${email}`).toHaveLength(0);
});

test('a new password ends every other session and keeps the one that chose it', async () => {
  const email = 'stolen@example.test';
  const { supabase, session } = await confirmedSession(email);
  const thief = await client().auth.signInWithPassword({ email, password: PASSWORD });
  expect((await supabase.auth.updateUser({ password: 'another-good-one' })).error).toBeNull();
  expect((await client().auth.getUser(thief.data.session?.access_token)).error?.name).toBe(
    'AuthSessionMissingError',
  );
  expect((await client().auth.getUser(session.access_token)).error).toBeNull();
});

test('a weak password at sign-up says how long it has to be', async () => {
  const { error } = await client().auth.signUp({ email: 'weak@example.test', password: 'seven77' });
  expect(error).toMatchObject({
    status: 422,
    code: 'weak_password',
    message: 'Password should be at least 8 characters.',
  });
});

test('refreshes with one token at once give one branch of the session, and it goes on', async () => {
  const { session } = await confirmedSession('refresh@example.test');
  const refresh = (refresh_token: string) => client().auth.refreshSession({ refresh_token });
  const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(session.refresh_token)));
  expect(answers.map(({ error }) => error)).toEqual(Array(8).fill(null));
  const tokens = new Set(answers.map(({ data }) => data.session?.refresh_token));
  expect(tokens.size).toBe(1);

  const [child = ''] = tokens;
  const parentAgain = await refresh(session.refresh_token);
  expect(parentAgain.data.session?.refresh_token).toBe(child);
  const grandchild = await refresh(child);
  expect(grandchild.error).toBeNull();

  const stolen = await refresh(session.refresh_token);
  expect(stolen.error).toMatchObject({ status: 400, code: 'refresh_token_already_used' });
  const ended = await refresh(grandchild.data.session?.refresh_token ?? '');
  expect(ended.error?.status).toBe(400);
});

test('a session row that is deleted ends the session at once', async () => {
  const { supabase, session } = await confirmedSession('ended@example.test');
  expect((await supabase.auth.getUser(session.access_token)).error).toBeNull();
  await sql`delete from auth.sessions where user_id = ${session.user.id}`;
  const gone = await supabase.auth.getUser(session.access_token);
  expect(gone.error?.name).toBe('AuthSessionMissingError');
  expect((await client().auth.refreshSession({ refresh_token: session.refresh_token })).error?.status).toBe(
    400,
  );
});

test('a trigger that fails is a calm 500 and leaves no account', async () => {
  await sql.unsafe(`
    create function public.refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
    create trigger refuse before insert on auth.users for each row execute function public.refuse();`);
  const { error } = await client().auth.signUp({ email: 'refused@example.test', password: PASSWORD });
  await sql`drop trigger refuse on auth.users`;
  expect(error).toMatchObject({ status: 500, message: 'Database error saving new user' });
  expect(await sql`select 1 from auth.users where email = 'refused@example.test'`).toEqual([]);
});

test('the secret key bypasses RLS, an invented one is refused', async () => {
  await sql.unsafe(
    'create table public.locked (id int); alter table public.locked enable row level security;',
  );
  await sql`insert into public.locked values (1)`;
  const rows = async (key: string) => {
    const supabase = createClient(stack.apiUrl, key, { auth: { persistSession: false } });
    return supabase.from('locked').select();
  };
  expect((await rows(stack.publishableKey)).data).toEqual([]);
  expect((await rows(stack.secretKey)).data).toEqual([{ id: 1 }]);
  expect((await rows('sb_publishable_invented')).status).toBe(401);
});
