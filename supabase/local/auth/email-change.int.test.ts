import { createClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from '../stack';
import { VARIANT } from '../test-variant';
import { hashOf } from './one-time-code';

/** A change of the address, held to what a hosted project with `double_confirm_changes` answers. */

const PASSWORD = 'correct-horse-battery-7';
const OVER = { status: 403, code: 'otp_expired' };
let stack: Stack;
let sql: postgres.Sql;
beforeAll(async () => {
  stack = await startStack({ ...VARIANT, ephemeral: true, mailEverySeconds: 60 });
  sql = postgres(stack.directUrl, { onnotice: () => undefined });
});
afterAll(async () => {
  await sql?.end();
  await stack?.stop();
});

function client() {
  const auth = { persistSession: false, autoRefreshToken: false };
  return createClient(stack.apiUrl, stack.publishableKey, { auth });
}

async function tokenHashFor(email: string): Promise<string> {
  const mail = await stack.mail.last(email);
  return /token_hash=([0-9a-f]{64})/.exec(mail?.Text ?? '')?.[1] ?? '';
}

/** Somebody who is signed in and has asked for another address. */
async function asking() {
  const id = crypto.randomUUID();
  const [email, next] = [`${id}@old.example.test`, `${id}@new.example.test`];
  const supabase = client();
  await supabase.auth.signUp({ email, password: PASSWORD });
  await supabase.auth.verifyOtp({ token_hash: await tokenHashFor(email), type: 'signup' });
  const { error } = await supabase.auth.updateUser({ email: next });
  if (error) throw error;
  return { supabase, email, next, current: await tokenHashFor(email), fresh: await tokenHashFor(next) };
}

const confirm = (token_hash: string) => client().auth.verifyOtp({ token_hash, type: 'email_change' });
const letTimePass = (email: string, time: string) => sql`
  update auth.users set email_change_sent_at = now() - ${time}::interval where email = ${email}`;

/** How many accounts go by this address. */
async function countOf(email: string): Promise<number> {
  return (await sql`select from auth.users where email = ${email}`).length;
}

test('both addresses are mailed a link of their own, which names both', async () => {
  const { email, next, current, fresh } = await asking();
  expect(current).not.toBe(fresh);
  for (const to of [email, next]) {
    const mail = await stack.mail.last(to);
    expect(mail?.Subject).toContain('Confirm your new e-mail address');
    expect(mail?.Text).toContain(email);
    expect(mail?.Text).toContain(next);
    expect(mail?.Text).toContain('type=email_change');
  }
});

test.each([
  ['the current address first', 'current', 'fresh'],
  ['the new address first', 'fresh', 'current'],
] as const)('%s: one confirmation changes nothing, both do', async (_, first, second) => {
  const asked = await asking();
  const half = await confirm(asked[first]);
  expect(half).toMatchObject({ data: { session: null }, error: null });
  expect([await countOf(asked.email), await countOf(asked.next)]).toEqual([1, 0]);
  expect((await confirm(asked[first])).error).toMatchObject(OVER);
  const done = await confirm(asked[second]);
  expect(done.data.session?.user).toMatchObject({ email: asked.next });
  expect([await countOf(asked.email), await countOf(asked.next)]).toEqual([0, 1]);
  expect((await confirm(asked[second])).error).toMatchObject(OVER);
});

test('both at once change it once', async () => {
  const { next, current, fresh } = await asking();
  const answers = await Promise.all([confirm(current), confirm(fresh)]);
  expect(answers.filter(({ data }) => data.session)).toHaveLength(1);
  expect(answers.map(({ error }) => error)).toEqual([null, null]);
  expect(await countOf(next)).toBe(1);
});

test('the digits of a mail do as well, with their address', async () => {
  const { next, current } = await asking();
  const token = '123456';
  await sql`update auth.users set email_change_token_new = ${hashOf(next, token)} where email_change = ${next}`;
  const half = await client().auth.verifyOtp({ email: next, token, type: 'email_change' });
  expect(half).toMatchObject({ data: { session: null }, error: null });
  expect((await confirm(current)).data.session?.user.email).toBe(next);
});

test('asking again begins anew: what has confirmed the one before confirms nothing of this', async () => {
  const { supabase, email, current, fresh } = await asking();
  await confirm(current);
  const other = `${crypto.randomUUID()}@new.example.test`;
  expect((await supabase.auth.updateUser({ email: other })).error?.code).toBe('over_email_send_rate_limit');
  await letTimePass(email, '2 minutes');
  expect((await supabase.auth.updateUser({ email: other })).error).toBeNull();
  expect((await confirm(fresh)).error).toMatchObject(OVER);
  expect((await confirm(await tokenHashFor(other))).data.session).toBeNull();
  expect(await countOf(other)).toBe(0);
  expect((await confirm(await tokenHashFor(email))).data.session?.user.email).toBe(other);
});

test('links live for one hour, the second no longer than the first', async () => {
  const { email, current, fresh } = await asking();
  await letTimePass(email, '61 minutes');
  expect((await confirm(current)).error).toMatchObject(OVER);
  await letTimePass(email, '59 minutes');
  expect((await confirm(current)).error).toBeNull();
  await letTimePass(email, '61 minutes');
  expect((await confirm(fresh)).error).toMatchObject(OVER);
  expect(await countOf(email)).toBe(1);
});

test('an address that somebody has is refused at once, and leaves what was asked for before', async () => {
  const [ana, bob] = [await asking(), await asking()];
  const taken = await ana.supabase.auth.updateUser({ email: bob.email });
  expect(taken.error).toMatchObject({ status: 422, code: 'email_exists' });
  await confirm(ana.current);
  expect((await confirm(ana.fresh)).data.session?.user.email).toBe(ana.next);
});

test('a token that nobody has signed changes nothing', async () => {
  for (const token of ['x', `x.${btoa('{"sub":"1"}')}.x`]) {
    const response = await fetch(`${stack.apiUrl}/auth/v1/user`, {
      method: 'PUT',
      headers: { apikey: stack.publishableKey, Authorization: `Bearer ${token}` },
      body: JSON.stringify({ email: 'a@example.test' }),
    });
    expect([401, 403]).toContain(response.status);
  }
});
