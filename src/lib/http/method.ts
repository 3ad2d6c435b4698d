/** What the server hands on to the app. TRACE would echo cookies, CONNECT is for proxies. */
const KNOWN = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const NEVER = new Set(['TRACE', 'TRACK', 'CONNECT']);

/** The status to refuse a method with, before any route is asked: 405 for those we know and do not want, 501 for the rest. */
export function refusedMethodStatus(method: string): 405 | 501 | undefined {
  if (KNOWN.has(method)) return undefined;
  return NEVER.has(method) ? 405 : 501;
}

/** Does the method promise to change nothing? Cross-site requests with such a method need no proof of origin. */
export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
