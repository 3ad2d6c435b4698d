import { log } from '~/lib/log.server';
import { clientAddressFinder } from '~/lib/request/client-address';
import type { Arrival } from '~/lib/request/context';
import { withTimeBudget } from '~/lib/request/time-budget';
import { admit } from './admit';
import type { App } from './app';
import { type Assets, answerAsset } from './assets';
import { limitCaching } from './cache-policy';
import { compress } from './compress';
import { isDraining } from './drain';
import { type Failure, failure, wantsPage } from './failure';
import { innerRequest } from './inner-request';
import { plainFailure } from './last-resort';
import { readPath } from './path';
import { secure } from './security-headers';

export interface Site {
  /** Where the app is, as people type it: ENV.ORIGIN. */
  origin: string;
  /** CIDRs of the proxies whose word on the client's address counts. */
  trustedProxy: readonly string[];
  assets: Assets;
  app: App;
}

/**
 * The front door. Nothing reaches the app before it is known to be well-formed, small enough and our own; nothing leaves
 * without its security headers, an id and, for what the app said, a word on who may keep it. Never rejects.
 */
export function createHandler(site: Site) {
  const findClient = clientAddressFinder(site.trustedProxy);
  const isHttps = site.origin.startsWith('https:');

  return async function handle(request: Request, peer: string | null): Promise<Response> {
    const started = performance.now();
    const clientAddress = findClient(peer, request.headers.get('X-Forwarded-For'));
    const arrival = { requestId: crypto.randomUUID(), clientAddress };
    const read = readPath(request.url);
    const path = read.kind === 'good' ? read.path : request.url.slice(0, 200);

    const asset = read.kind === 'good' ? answerAsset(site.assets, request, path) : undefined;
    const response = asset ?? (await finished(request, await answer(site, request, arrival)));
    secure(response.headers, isHttps);
    response.headers.set('X-Request-Id', arrival.requestId);
    if (isDraining()) response.headers.set('Connection', 'close');

    if (!asset) logAnswer(request.method, path, response.status, performance.now() - started, arrival);
    return response;
  };
}

async function answer(site: Site, request: Request, arrival: Arrival): Promise<Response> {
  try {
    const admitted = await admit(site.origin, request);
    if (admitted instanceof Response) return admitted;
    const ask = (asked: Request) => withTimeBudget(() => site.app(asked, { arrival }));
    const made = admitted instanceof Request ? await ask(admitted) : admitted;
    return made instanceof Response ? made : await sorry(site, request, arrival, made ?? failure(404));
  } catch (error) {
    log.error('http.failed', { ...arrival, err: error });
    return sorry(site, request, arrival, failure(500));
  }
}

/**
 * The error page for people, data for the router in the browser, a problem document for programs. The first two are asked
 * from the app like any page: it knows the reader's language.
 */
async function sorry(site: Site, request: Request, arrival: Arrival, reason: Failure): Promise<Response> {
  const read = readPath(request.url);
  const isData = read.kind === 'good' && read.path.endsWith('/q-data.json');
  const isPage = wantsPage(new URL(request.url).pathname, request.headers.get('Accept'));
  if (!isData && !isPage) return plainFailure(reason, arrival.requestId, false);
  try {
    const url = site.origin + (isData ? read.path + read.search : '/error');
    const asked = new Request(url, { headers: request.headers });
    const made = await site.app(innerRequest(asked, url, new Uint8Array()), { arrival, failure: reason });
    if (made instanceof Response) return made;
  } catch (error) {
    log.error('http.error_page_failed', { ...arrival, err: error });
  }
  return plainFailure(reason, arrival.requestId, isPage);
}

async function finished(request: Request, made: Response): Promise<Response> {
  limitCaching(made.headers, made.status, request.headers.get('Cookie'));
  const response = await compress(made, request.headers.get('Accept-Encoding'));
  if (request.method !== 'HEAD') return response;
  await response.body?.cancel();
  return new Response(null, response);
}

/** One line for each answer that is no static file. The query stays out: it may carry a token. */
function logAnswer(method: string, path: string, status: number, ms: number, arrival: Arrival): void {
  if (path.startsWith('/health/') && status === 200) return; // asked every few seconds, by machines
  log.info('http.request', {
    requestId: arrival.requestId,
    method,
    path,
    status,
    ms: Math.round(ms),
    address: arrival.clientAddress,
  });
}
