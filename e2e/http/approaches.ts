import { FORM_TYPE } from './http-browser';
import type { RawRequest } from './raw-request';

export type Approach = RawRequest & { target: string };

const PAGE = { Accept: 'text/html' };
const BOUNDARY = 'x0x0x0x0';

type Fields = Record<string, string>;

/** A form as each content type writes it. */
export function bodiesWith(fields: Fields): Record<string, string> {
  const urlEncoded = new URLSearchParams(fields).toString();
  return {
    [FORM_TYPE]: urlEncoded,
    [`multipart/form-data; boundary=${BOUNDARY}`]: multipart(fields),
    'application/json': JSON.stringify(fields),
    'application/qwik-json': qwikJson(fields),
    'text/plain': urlEncoded,
    '': urlEncoded,
  };
}

function multipart(fields: Fields): string {
  const parts = Object.entries(fields).flatMap(([name, value]) => [
    `--${BOUNDARY}`,
    `Content-Disposition: form-data; name="${name}"`,
    '',
    value,
  ]);
  return [...parts, `--${BOUNDARY}--`, ''].join('\r\n');
}

/** Values in a list, and an object that names their places in base 36. */
function qwikJson(fields: Fields): string {
  const places = Object.keys(fields).map((name, index) => [name, index.toString(36)]);
  const values = Object.values(fields);
  return JSON.stringify({
    _entry: values.length.toString(36),
    _objs: [...values, Object.fromEntries(places)],
  });
}

/** Every way to ask something of a page: reading it, its data, and calling its actions in any form. */
export function approachesTo(
  path: string,
  { origin, actions, fields }: { origin: string; actions: string[]; fields: Fields },
): Approach[] {
  const data = `${path}/q-data.json`;
  const posts = ['', ...actions, '?qaction=made-up', '?qfunc=made-up'].flatMap((query) =>
    Object.entries(bodiesWith(fields)).flatMap(([type, body]) =>
      [path, data].map((place) => ({
        target: place + query,
        method: 'POST',
        body,
        headers: { ...PAGE, Origin: origin, ...(type ? { 'Content-Type': type } : {}) },
      })),
    ),
  );
  const reads = ['', '?', '?next=x', '?qaction=x', '?qfunc=x', '?qdata=x', ...actions].flatMap((query) => [
    { target: path + query, headers: PAGE },
    { target: data + query },
  ]);
  const methods = ['HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PATCH'].flatMap((method) =>
    [path, data].map((target) => ({ target, method, headers: { ...PAGE, Origin: origin } })),
  );
  const overrides = ['X-HTTP-Method-Override', 'X-Original-URL', 'X-Rewrite-URL', 'X-Forwarded-Prefix'].map(
    (name) => ({
      target: '/',
      headers: { ...PAGE, [name]: path },
    }),
  );
  return [...reads, ...methods, ...posts, ...overrides];
}

/** The same place as somebody writes it who hopes that two readers disagree. */
export function oddSpellingsOf(path: string): string[] {
  const rest = path.slice(1);
  const first = `%${rest.charCodeAt(0).toString(16)}`;
  return [
    `/${path}`,
    `//${path}`,
    `${path}/`,
    `${path}//`,
    `/.${path}`,
    `/x/..${path}`,
    `/x/../..${path}`,
    `/%2e${path}`,
    `/x/%2e%2e${path}`,
    `/%2f${rest}`,
    `/${first}${rest.slice(1)}`,
    `/%25${first.slice(1)}${rest.slice(1)}`,
    path.toUpperCase(),
    `${path};x`,
    `${path};x.css`,
    `${path}.css`,
    `${path}/x.css`,
    `${path}/../x.css`,
    `/x.css/..${path}`,
    `/build/..${path}`,
    `/assets/..%2f${rest}`,
    `${path}%00`,
    `${path}%00.css`,
    `${path}%0a`,
    `${path}%0d%0aSet-Cookie:x=y`,
    `${path}%20`,
    `${path}%09`,
    `${path}%2f`,
    `${path}%5c`,
    `${path}%3f`,
    `${path}%23`,
    `${path}%`,
    `${path}%zz`,
    `${path}%c0%af`,
    `/%c0%af${rest}`,
    `/%e0%80%af${rest}`,
    `/%u002f${rest}`,
    `/%ef%bc%8f${rest}`,
    `/%25252f${rest}`,
    `/..;${path}`,
    `${path}.`,
    `${path}..`,
    `${path}%2e`,
    `${path}/.`,
    `\\${rest}`,
    `/\\${rest}`,
    `/x\\..\\${rest}`,
    `${path}\\`,
    `${path}/q-data.json/`,
    `${path}//q-data.json`,
    `${path}/./q-data.json`,
    `${path}/q-data.json/../q-data.json`,
    `/q-data.json/..${path}`,
    `${path}/q-data.json.css`,
    `${path}/Q-DATA.JSON`,
    `${path}/index.html`,
    `${path}/index`,
    `${path}?${'a=1&'.repeat(500)}`,
    `${path}#/public`,
    `/(app)${path}`,
    `/[...rest]${path}`,
    `http://evil.example${path}`,
    `https://evil.example:443//${rest}`,
  ];
}
