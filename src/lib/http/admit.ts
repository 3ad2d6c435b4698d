import { readBody } from './body';
import { bodyProblem } from './body-shape';
import { type Failure, failure } from './failure';
import { innerRequest } from './inner-request';
import { isSafeMethod, refusedMethodStatus } from './method';
import { originFor } from './origin';
import { readPath } from './path';
import { isOwnRequest } from './same-site';

/** Looks at a request before the app does: the request for the app, or why it does not get there, or where it should go instead. */
export async function admit(siteOrigin: string, request: Request): Promise<Request | Failure | Response> {
  const { method, headers } = request;
  const refused = refusedMethodStatus(method);
  if (refused) return failure(refused, { headers: { Allow: 'GET, HEAD, POST, OPTIONS' } });

  const read = readPath(request.url);
  if (read.kind === 'bad') return failure(400, { detail: `Malformed path: ${read.why}.` });
  if (read.kind === 'moved')
    return isSafeMethod(method) ? movedTo(read.to) : failure(400, { detail: 'Malformed path.' });
  // No page lives there: a chunk of an older build is gone, and a designed page would be no answer to a script tag.
  if (/^\/(build|assets)\//.test(read.path)) return new Response(null, { status: 404 });

  const origin = originFor(siteOrigin, headers.get('Host'));
  if (!isOwnRequest(request, origin)) return failure(403, { detail: 'Cross-site requests are refused.' });

  const body = await takeBody(request);
  return 'status' in body ? body : innerRequest(request, origin + read.path + read.search, body.bytes);
}

async function takeBody(request: Request): Promise<{ bytes: Uint8Array<ArrayBuffer> } | Failure> {
  if (request.method === 'GET' || request.method === 'HEAD') return { bytes: new Uint8Array() };
  const { headers } = request;
  if (headers.has('Content-Encoding')) return failure(415, { detail: 'Compressed bodies are not read.' });
  const body = await readBody(request);
  // The rest of the body is still on its way: the connection can carry nothing else.
  if ('refused' in body) return failure(body.refused, { headers: { Connection: 'close' } });
  const problem = await bodyProblem(headers.get('Content-Type'), body.bytes);
  return problem ? failure(problem.status, { detail: `Malformed body: ${problem.why}.` }) : body;
}

function movedTo(location: string): Response {
  return new Response(null, { status: 308, headers: { Location: location } });
}
