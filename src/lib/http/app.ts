import { _deserializeData, _serializeData, _verifySerializable } from '@builder.io/qwik';
import {
  mergeHeadersCookies,
  requestHandler,
  type ServerRenderOptions,
} from '@builder.io/qwik-city/middleware/request-handler';
import { log } from '~/lib/log.server';
import type { Arrival } from '~/lib/request/context';
import { type Failure, failure } from './failure';
import { responseStream } from './response-stream';

/** What the app is told beside the request. With a `failure` it answers with the error page for it. */
export interface Platform {
  arrival: Arrival;
  failure?: Failure;
}

/** Answers a request that has passed the front door; null where no route and no plugin said anything. */
export type App = (request: Request, platform: Platform) => Promise<Response | Failure | null>;

/** The error boundary sets it where a page has failed after its stream was opened. */
export const FAILED = '@failed';

/**
 * Qwik City as an `App`. Its own Bun adapter is not used: it takes the address from ORIGIN for matching only, believes
 * forwarded headers and ends a page that failed while it rendered as a success. `docs/decisions/020`.
 */
export function createApp(options: ServerRenderOptions): App {
  return async (request, platform) => {
    const run = await requestHandler<Response | Failure>(
      {
        mode: 'server',
        locale: undefined,
        url: new URL(request.url),
        request,
        platform,
        env: { get: () => undefined }, // the app reads ENV, which is checked
        getClientConn: () => ({ ip: platform.arrival.clientAddress ?? undefined }),
        getWritableStream: (status, headers, cookies, resolve, ev) =>
          responseStream({
            begin: (body) => {
              const response = new Response(body, { status, headers: mergeHeadersCookies(headers, cookies) });
              if (body instanceof Uint8Array) response.headers.set('Content-Length', `${body.byteLength}`);
              resolve(response);
            },
            hasFailed: () => ev.sharedMap.has(FAILED),
            fail: () => resolve(failure(500)),
          }),
      },
      // The front door has asked (`isOwnRequest`): it says no in our words, and yes to a program without a body.
      { ...options, checkOrigin: false },
      { _deserializeData, _serializeData, _verifySerializable },
    );
    if (!run) return null;
    run.completion.then((err) => {
      if (err) log.error('page.failed', { ...platform.arrival, path: new URL(request.url).pathname, err });
    });
    return run.response;
  };
}
