import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimsOf, type KeptSession, readSession, tokenOf, writeSession } from './session-cookie';

const NAME = 'alcazar-auth';

type Cookies = Record<string, string>;

/** Cookies that open nothing, by whose they are. `own` is a live session; what a stranger could make of a stolen look at it. */
export function strangers(own: string, other: string): Record<string, Cookies> {
  const session = readSession(own);
  const claims = claimsOf(session.access_token);
  const past = { ...claims, iat: 1_600_000_000, exp: 1_600_003_600 };
  const admin = { ...claims, role: 'service_role', session_id: crypto.randomUUID() };
  const withToken = (token: string, more: Partial<KeptSession> = {}) => ({
    [NAME]: writeSession({ ...session, access_token: token, refresh_token: 'made-up', ...more }),
  });
  return {
    nobody: {},
    'an empty cookie': { [NAME]: '' },
    'a cookie that is no session': { [NAME]: 'base64-bm8gc2Vzc2lvbg' },
    'a session of nothing': { [NAME]: writeSession(null) },
    'a session of lists': { [NAME]: writeSession({ access_token: [], refresh_token: {}, expires_at: 'x' }) },
    'a token that is over': withToken(tokenOf(past, { secret: secret() })),
    'a session that is over': withToken(session.access_token, { expires_at: 1_600_003_600 }),
    'a forged signature': withToken(tokenOf({ ...claims, email: 'forged' }, { as: session.access_token })),
    'a token signed by nobody': withToken(tokenOf(claims, 'nobody')),
    'a token signed with a guess': withToken(tokenOf(admin, { secret: 'super-secret-jwt-token' })),
    'a right token of a session that never was': withToken(tokenOf(admin, { secret: secret() })),
    'half a session of each of two people': halves(own, other),
    'the halves of a session the wrong way round': halves(own, own, true),
    'the first half of a session': { [`${NAME}.0`]: own.slice(0, own.length / 2) },
  };
}

/** Cookies of `own`, a live session, that claim to be the person of `victim` in a way that must not be believed. */
export function impostors(own: string, victim: { id: string; email: string }): Record<string, Cookies> {
  const session = readSession(own);
  const user = { ...victim, aud: 'authenticated', role: 'service_role', app_metadata: { role: 'admin' } };
  return {
    'a forged user beside an own token': { [NAME]: writeSession({ ...session, user }) },
    'a forged user in a cookie of its own': {
      [NAME]: own,
      [`${NAME}-user`]: writeSession({ user }),
    },
    'the id of somebody else in an own token': {
      [NAME]: writeSession({
        ...session,
        access_token: tokenOf(
          { ...claimsOf(session.access_token), sub: victim.id, email: victim.email },
          { as: session.access_token },
        ),
      }),
    },
    'an own session and a stray piece of another': {
      [NAME]: own,
      [`${NAME}.0`]: writeSession({ ...session, user }).slice(0, 300),
    },
  };
}

export function cookieHeader(cookies: Cookies): Record<string, string> {
  const pairs = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return pairs.length > 0 ? { Cookie: pairs.join('; ') } : {};
}

function halves(first: string, second: string, isReversed = false): Cookies {
  const start = first.slice(0, first.length / 2);
  const end = second.slice(second.length / 2);
  return isReversed
    ? { [`${NAME}.0`]: end, [`${NAME}.1`]: start }
    : { [`${NAME}.0`]: start, [`${NAME}.1`]: end };
}

/** With it a test can sign what the auth server would have signed. */
function secret(): string {
  return readFileSync(join(process.env.LOCAL_DATA_DIR ?? '', 'jwt-secret'), 'utf8').trim();
}
