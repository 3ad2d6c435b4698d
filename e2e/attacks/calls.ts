import { globSync, readFileSync } from 'node:fs';
import { rowsWith } from '../../src/lib/testing/tables-with';
import { takersByRoute } from '../http/actions';
import { FORM_TYPE } from '../http/http-browser';
import { rawRequest } from '../http/raw-request';
import { ownPages, routesBelow } from '../http/routes';
import { troubleIn } from './judge';
import { each } from './surface';

/** Something that the server knows, called at a route. */
export interface Call {
  route: string;
  id: string;
}

const ORIGIN = process.env.ORIGIN ?? '';

/** It reads no id, and answers a form that means nothing with the way back. */
const ENDPOINTS: Record<string, number> = { '/preferences': 303 };
/** Not by a cookie, whoever has it. */
const API = { route: /^\/api\/v1\//, status: 401 };
/** Of a page that is there: nothing to call at it, or nothing of that name. Its own are not what was sent, or behind the door. */
const [TAKES_NOTHING, NO_SUCH_CALL, OWN] = [405, 404, [302, 303, 400]];
/** There is nothing at these in production. */
const NO_PAGES = ['/any', '/design'];
/** Whoever leaves is nobody in all that comes after. */
const LEAVES = '/logout';

/** Everything that the built server knows to call, at every route: actions among them, whosever they are. */
export function everyCall(): Call[] {
  const ids = idsOfTheServer();
  return routesBelow().flatMap((route) => ids.map((id) => ({ route, id })));
}

/** The same for somebody, but for their own pages, which do what they ask for. */
export function callsElsewhere(): Call[] {
  const own = new Set([...ownPages(), LEAVES]);
  return everyCall().filter(({ route }) => !own.has(route));
}

/** The ids of all that the server may run for a browser, as they stand in the build. */
export function idsOfTheServer(): string[] {
  const code = globSync('server/*.js').map((file) => readFileSync(file, 'utf8'));
  const ids = code.flatMap((text) =>
    [...text.matchAll(/["'`](?:\w+_)?s_(\w{11})["'`]/g)].map(([, id = '']) => id),
  );
  return [...new Set(ids)].sort();
}

/**
 * Calls them all with this cookie, and says which were answered otherwise than an id that there never was: of each route, those are
 * its own, and no more than stand there on disk. `secrets` are not the caller's to see.
 */
export async function callAll(calls: Call[], cookie = '', secrets: string[] = []): Promise<string[]> {
  const takers = takersByRoute();
  const troubles: string[] = [];
  const own = new Map<string, string[]>();
  await each(calls, async ({ route, id }) => {
    const answer = await call(`${route}?qaction=${id}`, cookie);
    const trouble = troubleIn(answer, secrets);
    if (trouble) troubles.push(`${id} at ${route} ${trouble}`);
    if (answer.status === toStrangers(route, takers.get(route))) return;
    if (OWN.includes(answer.status)) own.set(route, [...(own.get(route) ?? []), id]);
    else troubles.push(`${id} at ${route} is answered ${answer.status}`);
  });
  const tooMany = [...own].filter(([route, ids]) => ids.length > countActions(takers.get(route)));
  return [...troubles, ...tooMany.map(([route, ids]) => `${ids.join(', ')} are called at ${route}`)];
}

/** What is kept with one of these texts in it, as fingerprints: but for the trail, in which it stands that somebody has tried. */
export async function keptWith(...texts: string[]): Promise<Record<string, string>> {
  const { 'public.security_events': _trail, ...kept } = await rowsWith(...texts);
  return kept;
}

/** What is answered to an id that does not belong to this route. */
function toStrangers(route: string, takers: string[] = []): number {
  const known = ENDPOINTS[route];
  if (known) return known;
  if (takers.length === 0) return NO_PAGES.includes(route) ? NO_SUCH_CALL : TAKES_NOTHING;
  return API.route.test(route) ? API.status : NO_SUCH_CALL;
}

const countActions = (takers: string[] = []) => takers.filter((name) => name !== 'onPost').length;

function call(target: string, cookie: string) {
  const headers = { 'Content-Type': FORM_TYPE, Origin: ORIGIN, ...(cookie && { Cookie: cookie }) };
  return rawRequest(ORIGIN, target, { method: 'POST', body: 'x=1', headers });
}
