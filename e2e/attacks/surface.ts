import { globSync, readFileSync } from 'node:fs';
import { bodiesWith } from '../http/approaches';
import { FORM_TYPE } from '../http/http-browser';
import { type RawAnswer, type RawRequest, rawRequest } from '../http/raw-request';
import { ownPages, routesBelow } from '../http/routes';
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

/** Everything that the built server knows to call, at every route: actions among them, whosever they are. */
export function everyCall(cookie = ''): Request[] {
  const type = FORM_TYPE;
  const body = TYPES[type];
  const symbols = symbolsOfTheServer();
  return routesBelow().flatMap((route) =>
    symbols.map((symbol) => ({
      target: `${route}?qaction=${symbol}`,
      method: 'POST',
      body,
      headers: headersOf({ type, origin: ORIGIN, cookie }),
    })),
  );
}

/** The same for somebody, but for their own pages, which do what they ask for. */
export function callsElsewhere(cookie: string): Request[] {
  const own = new Set(ownPages());
  return everyCall(cookie).filter(({ target }) => !own.has(target.split('?')[0] ?? ''));
}

/** The ids of all that the server may run for a browser, as they stand in the build. */
export function symbolsOfTheServer(): string[] {
  const code = globSync('server/*.js').map((file) => readFileSync(file, 'utf8'));
  const ids = code.flatMap((text) =>
    [...text.matchAll(/["'`](?:\w+_)?s_(\w{11})["'`]/g)].map(([, id = '']) => id),
  );
  return [...new Set(ids)].sort();
}

/** One in n, always the same and in no rhythm: a rhythm would meet the same part of every list each time. */
export function oneIn<T>(n: number, all: T[]): T[] {
  return all.filter((_, index) => (Math.imul(index, 2_654_435_761) >>> 0) % n === 0);
}

/** Sends them all, and says what came of those that were not answered as they should be. */
export async function assail(requests: Request[], secrets: string[] = []): Promise<string[]> {
  const troubles: string[] = [];
  const waiting = requests.values();
  const sendSome = async () => {
    for (const { target, ...request } of waiting) {
      const answer = await rawRequest(ORIGIN, target, request);
      const trouble = troubleIn(answer, secrets) ?? obedience(request, answer);
      if (trouble) troubles.push(`${request.method} ${target} ${JSON.stringify(request.headers)} ${trouble}`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, sendSome));
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

function headersOf({ type = '', origin = '', cookie = '' }): Record<string, string> {
  return {
    ...(type && { 'Content-Type': type }),
    ...(origin && { Origin: origin }),
    ...(cookie && { Cookie: cookie }),
  };
}
