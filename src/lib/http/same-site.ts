import { isSafeMethod } from './method';

/** What a form without JavaScript can send, cookies and all, from anybody's page. */
const FORM_TYPES = new Set(['', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

/**
 * May this request change something? What the browser says of where it came from (`Origin`, `Sec-Fetch-Site`) must be
 * our own origin. A form must name its origin, as all browsers do. Other content types (JSON) and what brings an access
 * token may be silent only when they carry no cookie: a machine has no session for somebody else to ride on.
 */
export function isOwnRequest(request: Request, origin: string): boolean {
  const { method, headers } = request;
  if (isSafeMethod(method)) return true;
  const from = headers.get('Origin');
  if (from !== null ? from !== origin : isForm(headers) && !bringsToken(headers)) return false;
  const site = headers.get('Sec-Fetch-Site');
  if (site !== null) return site === 'same-origin';
  return from !== null || !headers.has('Cookie');
}

/** No form can: it takes a script, which has to name its origin. */
function bringsToken(headers: Headers): boolean {
  return /^Bearer /i.test(headers.get('Authorization') ?? '');
}

function isForm(headers: Headers): boolean {
  const type = headers.get('Content-Type')?.split(/[;,]/, 1)[0] ?? '';
  return FORM_TYPES.has(type.trim().toLowerCase());
}
