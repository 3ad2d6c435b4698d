import type { RequestHandler } from '@builder.io/qwik-city';
import { mergeHeadersCookies, requestHandler } from '@builder.io/qwik-city/middleware/request-handler';

/**
 * Runs handlers as Qwik City runs those of a route, on its own request event, and answers what a browser would get:
 * 200 when all of them let the request through. What they throw beside a redirect rises.
 */
export async function throughQwik(request: Request, ...onRequest: RequestHandler[]): Promise<Response> {
  const letThrough: RequestHandler = ({ send }) => void send(200, 'let through');
  const handled = await requestHandler<Response>(
    {
      mode: 'server',
      url: new URL(request.url),
      request,
      locale: undefined,
      platform: {},
      env: { get: () => undefined },
      getClientConn: () => ({}),
      getWritableStream(status, headers, cookies, resolve) {
        const { readable, writable } = new TransformStream<Uint8Array>();
        resolve(new Response(readable, { status, headers: mergeHeadersCookies(headers, cookies) }));
        return writable;
      },
    },
    {
      render: () => Promise.reject(new Error('a route without a page renders nothing')),
      qwikCityPlan: {
        routes: [['/[...path]', [async () => ({ onRequest: [...onRequest, letThrough] })]]],
        serverPlugins: [],
        trailingSlash: false,
      },
      checkOrigin: false,
    },
    // Only pages, loaders and actions serialise.
    { _serializeData: unused, _deserializeData: unused, _verifySerializable: unused },
  );
  if (!handled) throw new Error(`no route for ${request.url}`);
  const response = await handled.response;
  const body = await response?.arrayBuffer();
  const error = await handled.completion;
  if (error) throw error;
  return new Response(body, response ?? undefined);
}

function unused(): never {
  throw new Error('nothing here is serialised');
}
