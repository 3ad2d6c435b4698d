import {
  createRemoteJWKSet,
  customFetch,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import { ENV } from '~/lib/env.server';
import { supabaseFetch } from './fetch';

/** `unknown_key`: nothing here can tell, so the auth server has to be asked. */
export type TokenVerdict =
  | { verdict: 'valid' }
  | { verdict: 'refused'; reason: string }
  | { verdict: 'unknown_key' };

const AUTH_URL = `${ENV.PUBLIC_SUPABASE_URL}/auth/v1`;
const ISSUER = ENV.SUPABASE_JWT_ISSUER ?? AUTH_URL;
/** Imported once: jose would do it anew for each token that it is handed the bytes for. */
const SECRET = ENV.SUPABASE_JWT_SECRET ? hmacKey(ENV.SUPABASE_JWT_SECRET) : undefined;

/** What the auth server can be told to sign with. Each kind of key has its own list, so that none passes for another. */
const KEY_PAIRS = ['ES256', 'RS256', 'EdDSA'];
const SHARED_SECRET = 'HS256';

const RULES: JWTVerifyOptions = {
  audience: 'authenticated',
  requiredClaims: ['exp', 'sub', 'session_id'],
  // Two machines' clocks, in seconds.
  clockTolerance: 5,
};

/** Fetched when a token first asks for a key, kept ten minutes; a key that is missing is looked for twice a minute. */
const publicKeys = createRemoteJWKSet(new URL(`${AUTH_URL}/.well-known/jwks.json`), {
  cacheMaxAge: 10 * 60_000,
  cooldownDuration: 30_000,
  timeoutDuration: 5_000,
  [customFetch]: supabaseFetch,
});

/**
 * Checks an access token without asking anybody: signature, algorithm, issuer, audience and times. `now` is for tests.
 * Says nothing of whether its session still exists. Guide 12.
 */
export async function verifyToken(token: string, now = new Date()): Promise<TokenVerdict> {
  const alg = algorithmOf(token);
  const rules = { ...RULES, currentDate: now };
  try {
    if (KEY_PAIRS.includes(alg)) {
      return await verify(jwtVerify(token, publicKeys, { ...rules, algorithms: KEY_PAIRS, issuer: ISSUER }));
    }
    if (alg !== SHARED_SECRET) return { verdict: 'refused', reason: 'bad_jwt: alg' };
    if (!SECRET) return { verdict: 'unknown_key' };
    return await verify(jwtVerify(token, await SECRET, { ...rules, algorithms: [SHARED_SECRET] }));
  } catch (error) {
    return verdictOf(error);
  }
}

function hmacKey(secret: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(secret);
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

/** A server that signs with a shared secret may leave the issuer out; none may be another's. */
async function verify(checked: Promise<{ payload: JWTPayload }>): Promise<TokenVerdict> {
  const { iss = ISSUER } = (await checked).payload;
  return iss === ISSUER ? { verdict: 'valid' } : { verdict: 'refused', reason: 'bad_jwt: iss' };
}

/** Empty for what has no header that can be read. */
function algorithmOf(token: string): string {
  try {
    return decodeProtectedHeader(token).alg ?? '';
  } catch {
    return '';
  }
}

/** No key for a token (a new one, a server that is away) is no verdict about it. What is no error of jose's is a bug. */
function verdictOf(error: unknown): TokenVerdict {
  if (!(error instanceof errors.JOSEError)) throw error;
  if (/^ERR_(JWKS_|JOSE_GENERIC)/.test(error.code)) return { verdict: 'unknown_key' };
  const isAboutClaim = error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired;
  return { verdict: 'refused', reason: `bad_jwt: ${isAboutClaim ? error.claim : error.code}` };
}
