/** Headers by which a proxy, or somebody who plays one, tells another story than the request itself. */
const HEARSAY =
  /^(x-forwarded-.*|forwarded|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip|x-request-id|x-original-.*|x-rewrite-.*|x-http-method.*|x-method-override)$/;

/**
 * The request as the app sees it: at its true address, with its body in hand and nothing that anybody merely claims. What
 * a trusted proxy says has been read by now (`clientAddressFinder`). HEAD becomes GET: the answer's head is the same.
 */
export function innerRequest(request: Request, url: string, body: Uint8Array<ArrayBuffer>): Request {
  const headers = new Headers([...request.headers].filter(([name]) => !HEARSAY.test(name)));
  headers.set('Host', new URL(url).host);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const hasBody = method !== 'GET' && body.byteLength > 0;
  return new Request(url, { method, headers, body: hasBody ? body : null, signal: request.signal });
}
