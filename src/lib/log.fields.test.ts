import { DrizzleQueryError } from 'drizzle-orm/errors';
import { expect, test } from 'vitest';
import { loggable } from './log.fields';

const CANARY = 'canary-4711';
const TOKEN = `eyJhbGciOiJIUzI1NiJ9.${btoa(CANARY).replaceAll('=', '')}.c2lnbmF0dXJl`;
const written = (fields: unknown) => JSON.stringify(loggable(fields));

test.each([
  { password: CANARY },
  { Password: CANARY },
  { newPassword: CANARY },
  { access_token: CANARY },
  { refreshToken: CANARY },
  { token_hash: CANARY },
  { headers: { authorization: CANARY, Cookie: CANARY } },
  { 'set-cookie': [CANARY] },
  { apikey: CANARY, 'api-key': CANARY, secretKey: CANARY },
  { a: { b: [{ c: { passwd: CANARY } }] } },
  { err: Object.assign(new Error('x'), { request: { token: CANARY } }) },
])('a secret is told by its name, at any depth: %j', (fields) => {
  expect(written(fields)).not.toContain(CANARY);
  expect(written(fields)).toContain('[redacted]');
});

test.each([
  `postgres://alcazar_app:${CANARY}@db.example:6543/postgres`,
  `connect to postgresql://postgres.ref:${CANARY}@pooler.example failed`,
  `GET /auth/confirm?token_hash=${CANARY}&type=signup`,
  `/auth/callback?code=${CANARY}`,
  `https://app.example/#access_token=${CANARY}&x=1`,
  `Authorization: Bearer ${CANARY}`,
  `key sb_secret_${CANARY}`,
])('a secret is told by its shape, within text: %s', (text) => {
  expect(written({ text })).not.toContain(CANARY);
  expect(written({ err: new Error(text, { cause: new Error(text) }) })).not.toContain(CANARY);
});

test('a JSON web token is written nowhere, not even in part', () => {
  const line = written({ reason: `bad token ${TOKEN}!`, stack: new Error(TOKEN) });
  for (const part of TOKEN.split('.')) expect(line).not.toContain(part);
});

test('an error is written with its type, its code and its causes', () => {
  const cause = Object.assign(new TypeError('the socket'), { code: 'ECONNREFUSED' });
  expect(loggable({ err: new Error('the query', { cause }) })).toMatchObject({
    err: {
      type: 'Error',
      message: 'the query',
      cause: { type: 'TypeError', message: 'the socket', code: 'ECONNREFUSED' },
    },
  });
});

test('whatever moves a cursor or turns the reading direction is written as its code', () => {
  const nasty = 'a\u2028b\u0085c\u009b31md\u202ee\u200bf';
  expect(written({ nasty })).toMatch(/^[\x20-\x7e]*$/);
});

test('a field of any size or shape ends up small', () => {
  const round: Record<string, unknown> = {};
  round.self = round;
  expect(written({ round }).length).toBeLessThan(200);
  expect(written({ text: 'x'.repeat(100_000) }).length).toBeLessThan(5000);
  expect(written({ list: Array.from({ length: 1000 }, () => 'x') }).length).toBeLessThan(1000);
  expect(written({ amount: 12n, at: new Date(0), none: undefined })).toBe(
    '{"amount":"12","at":"1970-01-01T00:00:00.000Z"}',
  );
});

test('a statement that failed is written without its parameters', () => {
  const err = new DrizzleQueryError('select $1, $2', [CANARY, `a\nb ${CANARY}`], new Error('the cause'));
  expect(written({ err })).not.toContain(CANARY);
  expect(loggable({ err })).toMatchObject({
    err: { query: 'select $1, $2', cause: { message: 'the cause' } },
  });
});
