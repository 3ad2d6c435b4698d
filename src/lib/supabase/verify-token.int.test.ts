import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startAuthFront } from '~/lib/testing/auth-front';

const SECRET = process.env.TEST_JWT_SECRET ?? '';
const front = startAuthFront();
process.env.SUPABASE_JWT_SECRET = SECRET;
const { verifyToken } = await import('./verify-token');

afterAll(() => front.stop());

const ISSUER = `${front.url}/auth/v1`;
const HMAC = new TextEncoder().encode(SECRET);
const NOW = 1_800_000_000;
const CLAIMS = {
  sub: '00000000-0000-4000-8000-000000000001',
  session_id: '00000000-0000-4000-8000-000000000002',
  role: 'authenticated',
  aud: 'authenticated',
  iss: ISSUER,
  iat: NOW - 60,
  exp: NOW + 3600,
};

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let server: Keys;
let stranger: Keys;

beforeAll(async () => {
  [server, stranger] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
});
beforeEach(async () => {
  const jwk = { ...(await exportJWK(server.publicKey)), kid: 'current', alg: 'ES256', use: 'sig' };
  front.answer = () => Response.json({ keys: [jwk] });
});

const verify = (token: string) => verifyToken(token, new Date(NOW * 1000));

/** Signed by the server's key pair, unless told otherwise. */
const token = (claims: JWTPayload = {}, header: { alg?: string; kid?: string } = {}, keys = server) =>
  new SignJWT({ ...CLAIMS, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'current', ...header })
    .sign(keys.privateKey);

const shared = (claims: JWTPayload = {}, secret: Uint8Array = HMAC, alg = 'HS256') =>
  new SignJWT({ ...CLAIMS, ...claims }).setProtectedHeader({ alg }).sign(secret);

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (alg: string) => `${part({ alg, typ: 'JWT' })}.${part(CLAIMS)}.`;

test('a token of the auth server is good, and its keys are fetched once for all', async () => {
  front.asked.length = 0;
  for (let time = 0; time < 3; time++) expect(await verify(await token())).toEqual({ verdict: 'valid' });
  expect(front.asked).toEqual(['GET /auth/v1/.well-known/jwks.json']);
});

test('so is one signed with the shared secret, with or without an issuer, and nobody is asked', async () => {
  front.asked.length = 0;
  expect(await verify(await shared())).toEqual({ verdict: 'valid' });
  expect(await verify(await shared({ iss: undefined }))).toEqual({ verdict: 'valid' });
  expect(front.asked).toEqual([]);
});

test('clocks may differ by a few seconds', async () => {
  expect(await verify(await token({ exp: NOW - 3 }))).toEqual({ verdict: 'valid' });
  expect(await verify(await token({ nbf: NOW + 3 }))).toEqual({ verdict: 'valid' });
});

describe.each([
  ['a key pair', token],
  ['the shared secret', shared],
])('a token signed with %s is refused', (_, sign) => {
  test.each<[string, JWTPayload, string]>([
    ['when it has expired', { exp: NOW - 10 }, 'exp'],
    ['when it never expires', { exp: undefined }, 'exp'],
    ['before its time', { nbf: NOW + 10 }, 'nbf'],
    ['for another audience', { aud: 'somebody' }, 'aud'],
    ['for no audience', { aud: undefined }, 'aud'],
    ['by another issuer', { iss: 'https://evil.example/auth/v1' }, 'iss'],
    ['by an issuer that only begins alike', { iss: `${ISSUER}/` }, 'iss'],
    ['without a user', { sub: undefined }, 'sub'],
    ['without a session', { session_id: undefined }, 'session_id'],
  ])('%s', async (_, claims, claim) => {
    expect(await verify(await sign(claims))).toEqual({ verdict: 'refused', reason: `bad_jwt: ${claim}` });
  });
});

test('without an issuer a key pair’s token is refused', async () => {
  expect(await verify(await token({ iss: undefined }))).toEqual({
    verdict: 'refused',
    reason: 'bad_jwt: iss',
  });
});

const SIGNATURE = { verdict: 'refused', reason: 'bad_jwt: ERR_JWS_SIGNATURE_VERIFICATION_FAILED' };

test('another’s signature is refused', async () => {
  expect(await verify(await token({}, {}, stranger))).toEqual(SIGNATURE);
  expect(await verify(await shared({}, new TextEncoder().encode('x'.repeat(64))))).toEqual(SIGNATURE);
});

test('claims that were changed under a good signature are refused', async () => {
  for (const sign of [token, shared]) {
    const [header, , signature] = (await sign()).split('.');
    const mallory = part({ ...CLAIMS, sub: '00000000-0000-4000-8000-00000000000f' });
    expect(await verify(`${header}.${mallory}.${signature}`)).toEqual(SIGNATURE);
  }
});

test.each([['none'], ['None'], ['NONE'], ['nOnE'], ['HS1'], ['dir'], ['']])(
  'the algorithm "%s" is none of ours',
  async (alg) => {
    expect(await verify(unsigned(alg))).toEqual({ verdict: 'refused', reason: 'bad_jwt: alg' });
    const signature = (await shared()).split('.')[2];
    expect(await verify(`${unsigned(alg)}${signature}`)).toMatchObject({ verdict: 'refused' });
  },
);

test('a longer hash of the shared secret is none of ours either', async () => {
  for (const alg of ['HS384', 'HS512']) {
    expect(await verify(await shared({}, HMAC, alg))).toEqual({ verdict: 'refused', reason: 'bad_jwt: alg' });
  }
});

test('the public key of the server is no shared secret', async () => {
  const pem = await exportSPKI(server.publicKey);
  const jwk = JSON.stringify(await exportJWK(server.publicKey));
  for (const published of [pem, pem.trim(), jwk]) {
    expect(await verify(await shared({}, new TextEncoder().encode(published)))).toEqual(SIGNATURE);
  }
});

test('a header that brings its own key is not believed', async () => {
  const jwk = await exportJWK(stranger.publicKey);
  const own = new SignJWT(CLAIMS).setProtectedHeader({ alg: 'ES256', kid: 'current', jwk, jku: ISSUER });
  expect(await verify(await own.sign(stranger.privateKey))).toEqual(SIGNATURE);
});

test('a header that asks for an extension nobody knows is refused', async () => {
  const [, payload, signature] = (await shared()).split('.');
  const header = part({ alg: 'HS256', crit: ['exp'], exp: NOW });
  expect(await verify(`${header}.${payload}.${signature}`)).toMatchObject({ verdict: 'refused' });
});

test.each([['x'], ['x.y.z'], ['..'], [''], ['e30.e30.e30'], ['eyJhbGciOlsiSFMyNTYiXX0.e30.AAAA']])(
  'no token at all is refused: %s',
  async (text) => {
    expect(await verify(text)).toMatchObject({ verdict: 'refused' });
  },
);

describe('a key that nobody here knows', () => {
  test('is a matter for the auth server, and costs it one question about its keys in half a minute', async () => {
    front.asked.length = 0;
    for (let time = 0; time < 5; time++) {
      const foreign = await token({}, { kid: `unknown-${time}` }, stranger);
      expect(await verify(foreign)).toEqual({ verdict: 'unknown_key' });
    }
    expect(front.asked.length).toBeLessThanOrEqual(1);
  });
});
