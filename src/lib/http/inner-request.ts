/**
 * Headers by which a proxy, or somebody who plays one, tells another story than the request itself; and the one without
 * which Qwik City runs no `server$` function.
 */
const DROPPED =
  /^(x-qrl|x-forwarded-.*|forwarded|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip|x-request-id|x-original-.*|x-rewrite-.*|x-http-method.*|x-method-override)$/;

/**
 * The request as the app sees it: at its true address, with its body in hand and nothing that anybody merely claims. What
 * a trusted proxy says has been read by now (`clientAddressFinder`). HEAD becomes GET: the answer's head is the same.
 */
export function innerRequest(request: Request, url: string, body: Uint8Array<ArrayBuffer>): Request {
  const headers = new Headers([...request.headers].filter(([name]) => !DROPPED.test(name)));
  headers.set('Host', new URL(url).host);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  // Whoever asks for the head alone only looks ahead: a mail scanner must not use up the link of a mail.
  if (request.method === 'HEAD') headers.set('Sec-Purpose', 'prefetch');
  const hasBody = method !== 'GET' && body.byteLength > 0;
  if (!hasBody) headers.delete('Content-Length');
  return new Request(url, { method, headers, body: hasBody ? body : null, signal: request.signal });
}
