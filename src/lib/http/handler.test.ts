import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { timeBudget } from '~/lib/request/time-budget';
import type { Platform } from './app';
import { createHandler } from './handler';

vi.hoisted(() => {
  process.env.LOG_LEVEL = 'silent';
});

/** A tiny app behind the real front door on a real socket. */
type Seen = { request: Request; platform: Platform; body: string; left?: number };
let seen: Seen[] = [];
let server: Bun.Server<undefined>;
let origin = '';

async function app(request: Request, platform: Platform): Promise<Response | null> {
  seen.push({ request, platform, body: await request.clone().text(), left: timeBudget()?.left() });
  if (platform.failure)
    return new Response(`<p>sorry ${platform.failure.status}</p>`, {
      status: platform.failure.status,
      headers: HTML,
    });
  const { pathname } = new URL(request.url);
  if (pathname === '/unknown') return null;
  if (pathname === '/boom') throw new Error('boom');
  if (pathname === '/cookies')
    return new Response('ok', {
      headers: [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ],
    });
  if (pathname === '/large') return new Response('<p>mañana</p>'.repeat(1000), { headers: HTML });
  if (pathname === '/stream') return new Response(drip(), { headers: HTML });
  return new Response('<p>hello</p>', { headers: HTML });
}

const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

function drip(): ReadableStream<Uint8Array> {
  let pieces = 0;
  return new ReadableStream({
    async pull(controller) {
      if (pieces++ === 2) return controller.close();
      if (pieces > 1) await new Promise((resolve) => setTimeout(resolve, 150));
      controller.enqueue(new TextEncoder().encode(`piece ${pieces} `.repeat(300)));
    },
  });
}

beforeAll(() => {
  server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: (request, self) => handle(request, self.requestIP(request)?.address ?? null),
  });
  origin = `http://127.0.0.1:${server.port}`;
  const handle = createHandler({ origin, trustedProxy: [], assets: new Map(), app });
});

beforeEach(() => {
  seen = [];
});

afterAll(() => server.stop(true));

const PAGE = { Accept: 'text/html' };
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const ask = (path: string, init: RequestInit = {}) => fetch(origin + path, { redirect: 'manual', ...init });

/** What `fetch` would not send: the bytes as they are. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(server.port), host: '127.0.0.1' });
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
    socket.write(text);
  });
}

const rawGet = (target: string, headers = '') =>
  raw(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}Connection: close\r\n\r\n`);

const EVERYWHERE = [
  'content-security-policy',
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'x-request-id',
];

test.each([
  ['a page', '/', {}],
  ['a page that is not there', '/unknown', { headers: PAGE }],
  ['a page that broke', '/boom', { headers: PAGE }],
  ['a lost chunk', '/build/q-abcdefgh.js', {}],
  ['a refused post', '/', { method: 'POST', headers: FORM, body: 'a=1' }],
  ['a refused path', '/%zz', {}],
  ['a redirect', '//a', {}],
  ['a refused method', '/', { method: 'PROPFIND' }],
  ['a HEAD', '/', { method: 'HEAD' }],
])('%s carries every security header and an id of its own', async (_, path, init) => {
  const [first, second] = [await ask(path, init), await ask(path, init)];
  for (const name of EVERYWHERE) expect(first.headers.get(name), name).toBeTruthy();
  expect(first.headers.get('X-Request-Id')).not.toBe(second.headers.get('X-Request-Id'));
});

test('the app sees the address of ORIGIN, whatever Host and X-Forwarded-* say', async () => {
  await rawGet(
    '/a?b=c',
    'Host: evil.example\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nX-Request-Id: forged\r\nX-QRL: abc\r\nX-Forwarded-For: 203.0.113.9\r\n',
  );
  const { request, platform } = seen[0] as Seen; // the app was asked
  expect(request.url).toBe(`${origin}/a?b=c`);
  expect(request.headers.get('Host')).toBe(new URL(origin).host);
  expect([...request.headers.keys()].filter((name) => name.startsWith('x-'))).toEqual([]);
  expect(platform.arrival.clientAddress).toBe('127.0.0.1');
});

test('a browser that was sent to localhost posts its forms there', async () => {
  const localhost = `localhost:${server.port}`;
  const response = await ask('/a', {
    method: 'POST',
    headers: { ...FORM, Host: localhost, Origin: `http://${localhost}` },
    body: 'a=1',
  });
  expect(response.status).toBe(200);
  expect(seen[0]?.request.url).toBe(`http://${localhost}/a`);
  expect(seen[0]?.body).toBe('a=1');
});

test.each(['//dashboard', '/a/..//dashboard', '/\\dashboard'])('%s moves to /dashboard', async (target) => {
  const answer = await rawGet(target);
  expect(answer).toMatch(/^HTTP\/1\.1 308 /);
  expect(answer).toMatch(/\r\nlocation: \/dashboard\r\n/i);
  expect(seen).toEqual([]);
});

test.each(['/%', '/%zz', '/%00', '/a%2fb', '/%5cevil.example', '/%ff'])(
  '%s is a 400, and no page is asked',
  async (target) => {
    expect(await rawGet(target)).toMatch(/^HTTP\/1\.1 400 /);
    expect(seen).toEqual([]);
  },
);

test('TRACE and CONNECT are not allowed, unknown methods not implemented', async () => {
  const status = async (method: string) =>
    (await raw(`${method} /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)).slice(9, 12);
  expect(await status('TRACE')).toBe('405');
  expect(await status('CONNECT')).toBe('405');
  expect(await status('PROPFIND')).toBe('501');
  expect(seen).toEqual([]);
});

test('HEAD answers as GET would, without the body', async () => {
  const response = await ask('/large', { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toContain('text/html');
  expect(await response.text()).toBe('');
  expect(seen[0]?.request.method).toBe('GET');
});

test('a post from another site is refused before its body is read', async () => {
  const response = await ask('/a', {
    method: 'POST',
    headers: { ...FORM, Origin: 'https://evil.example' },
    body: 'a=1',
  });
  expect(response.status).toBe(403);
  expect(seen).toEqual([]);
});

test.each([
  [413, { ...FORM }, 'a'.repeat(1024 * 1024 + 1)],
  [400, { ...FORM }, 'a.b.c.d.e=1'],
  [400, { ...FORM }, 'a=1&a.b=2'],
  [400, { 'Content-Type': 'application/json' }, '{'],
  [415, { 'Content-Type': 'text/plain' }, 'a'],
  [415, { ...FORM, 'Content-Encoding': 'gzip' }, 'a'],
])('a body may be refused with %d: %j', async (status, headers, body) => {
  const response = await ask('/a', { method: 'POST', headers: { ...headers, Origin: origin }, body });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ status });
  expect(seen).toEqual([]);
});

test('an endless body ends the connection where the limit is passed', async () => {
  const head = `POST /a HTTP/1.1\r\nHost: a\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
  const answer = await raw(head + chunk.repeat(17));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test('people get the error page in place of the refusal, programs a problem document', async () => {
  const page = await ask('/%zz', { headers: { ...PAGE, Cookie: 'locale=es' } });
  expect([page.status, await page.text()]).toEqual([400, '<p>sorry 400</p>']);
  expect(seen[0]?.request.headers.get('Cookie')).toBe('locale=es');
  const problem = await ask('/%zz');
  expect(problem.headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8');
  expect(await problem.json()).toMatchObject({ status: 400, code: 'invalid' });
});

test('an app that breaks is a calm 500 that tells nothing of the reason', async () => {
  const response = await ask('/boom');
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('boom');
});

test('the app has a time for all it asks of the database, and the error page none that the page has spent', async () => {
  await ask('/boom', { headers: PAGE });
  const [page, sorry] = seen.map(({ left }) => left);
  expect(page).toBeGreaterThan(0);
  expect(sorry).toBeUndefined();
});

test('several cookies arrive as several headers', async () => {
  expect((await ask('/cookies')).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test('who carries or gets a cookie, or meets an error, leaves nothing in a cache', async () => {
  const caching = async (path: string, headers: Record<string, string> = {}) =>
    (await ask(path, { headers })).headers.get('Cache-Control');
  expect(await caching('/')).toBe('private, no-cache');
  expect(await caching('/', { Cookie: 'theme=dark; locale=es' })).toBe('private, no-cache');
  expect(await caching('/', { Cookie: 'theme=dark; sb-session.0=x' })).toBe('private, no-store');
  expect(await caching('/cookies')).toBe('private, no-store');
  expect(await caching('/unknown')).toBe('private, no-store');
});

test.each([
  ['br', 'gzip, deflate, br', brotliDecompressSync],
  ['gzip', 'gzip, br;q=0', gunzipSync],
] as const)('a large page is compressed with %s where it is taken', async (encoding, accept, decompress) => {
  const response = await ask('/large', {
    headers: { 'Accept-Encoding': accept },
    decompress: false,
  } as RequestInit);
  expect(response.headers.get('Content-Encoding')).toBe(encoding);
  expect(response.headers.get('Vary')).toContain('Accept-Encoding');
  expect(decompress(await response.bytes()).toString()).toBe('<p>mañana</p>'.repeat(1000));
});

test('a small page, and one for a client that takes no encoding, stay as they are', async () => {
  const small = await ask('/', { headers: { 'Accept-Encoding': 'br' } });
  expect(small.headers.get('Content-Encoding')).toBeNull();
  expect(await small.text()).toBe('<p>hello</p>');
  const plain = await ask('/large', { headers: { 'Accept-Encoding': 'identity' } });
  expect(plain.headers.get('Content-Encoding')).toBeNull();
});

test('a streamed page still streams when it is compressed', async () => {
  const response = await ask('/stream', { headers: { 'Accept-Encoding': 'br' } });
  const reader = response.body?.getReader();
  const first = new TextDecoder().decode((await reader?.read())?.value);
  expect(first).toContain('piece 1');
  expect(first).not.toContain('piece 2');
  await reader?.cancel();
});
