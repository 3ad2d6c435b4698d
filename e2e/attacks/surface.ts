import { bodiesWith } from '../http/approaches';
import { type RawAnswer, type RawRequest, rawRequest } from '../http/raw-request';
import { routesBelow } from '../http/routes';
import { troubleIn } from './judge';

export type Request = RawRequest & { target: string };

const ORIGIN = process.env.ORIGIN ?? '';
/** Enough to keep the server busy, few enough to be answered at once. */
const AT_A_TIME = 8;

const READING = ['GET', 'HEAD', 'OPTIONS'];
const WRITING = ['POST', 'PUT', 'PATCH', 'DELETE'];
/** The server's own parser hangs up on any that it has never heard of. */
const NEVER = ['TRACE', 'CONNECT', 'PROPFIND', 'QUERY'];
/** A form that is well-formed, and means nothing. */
const TYPES: Record<string, string> = {
  ...bodiesWith({ x: '1' }),
  'application/xml': '<x/>',
  'application/csp-report': '{}',
};
/** A form has none of these, with or without a script. */
const MACHINE_TYPES = /^application\/(?!x-www-form-urlencoded)/;
const ORIGINS = [undefined, 'null', 'https://evil.example', ORIGIN];

/** Every route on disk, the API and the machines' among them, × method × content type × origin, each once, by nobody. */
export function wholeSurface(): Request[] {
  return routesBelow().flatMap((target) =>
    [...READING, ...WRITING, ...NEVER].flatMap((method) =>
      Object.entries(WRITING.includes(method) ? TYPES : { '': '' }).flatMap(([type, body]) =>
        ORIGINS.map((origin) => ({ target, method, body, headers: headersOf({ type, origin }) })),
      ),
    ),
  );
}

/** One in n, always the same and in no rhythm: a rhythm would meet the same part of every list each time. */
export function oneIn<T>(n: number, all: T[]): T[] {
  return all.filter((_, index) => mixed(index) % n === 0);
}

/** The finaliser of MurmurHash3: neighbours have nothing in common. */
function mixed(index: number): number {
  const half = Math.imul(index ^ (index >>> 16), 0x85_eb_ca_6b);
  const whole = Math.imul(half ^ (half >>> 13), 0xc2_b2_ae_35);
  return (whole ^ (whole >>> 16)) >>> 0;
}

/** Works through all of them, a few at a time. */
export async function each<T>(all: T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const workSome = async () => {
    for (const one of waiting) await work(one);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, workSome));
}

/** Sends them all, and says what came of those that were not answered as they should be. */
export async function assail(requests: Request[]): Promise<string[]> {
  const troubles: string[] = [];
  await each(requests, async ({ target, ...request }) => {
    const answer = await rawRequest(ORIGIN, target, request);
    const trouble = troubleIn(answer) ?? obedience(request, answer);
    if (trouble) troubles.push(`${request.method} ${target} ${JSON.stringify(request.headers)} ${trouble}`);
  });
  return troubles;
}

/**
 * Nothing is done for another site, and nothing by a method that we do not have. What names no origin and is no form comes from a
 * machine: without a cookie it may speak, because there is no session for anybody to ride on (guide 4b).
 */
function obedience({ method = '', headers = {} }: RawRequest, { status }: RawAnswer): string | undefined {
  const { Origin: origin, 'Content-Type': type = '' } = headers;
  const isForeign = origin === undefined ? !MACHINE_TYPES.test(type) : origin !== ORIGIN;
  if (status >= 400) return undefined;
  if (NEVER.includes(method)) return `is obeyed (${status})`;
  return WRITING.includes(method) && isForeign ? `is done for another site (${status})` : undefined;
}

function headersOf({ type = '', origin = '' }): Record<string, string> {
  return { ...(type && { 'Content-Type': type }), ...(origin && { Origin: origin }) };
}
