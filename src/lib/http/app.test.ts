import { setTimeout } from 'node:timers/promises';
import type { RenderToStream } from '@builder.io/qwik/server';
import type { QwikCityPlan, RequestHandler } from '@builder.io/qwik-city';
import { beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '~/lib/errors';
import { log } from '~/lib/log.server';
import * as locale from '~/routes/plugin@00-locale';
import * as errors from '~/routes/plugin@10-errors';
import * as policy from '~/routes/plugin@20-policy';
import * as calls from '~/routes/plugin@30-calls';
import { createApp, type Platform } from './app';
import { failure } from './failure';
import { shownFailure } from './shown-failure';

/** Our plugins around Qwik City's own request handler, with pages that answer and fail the way pages do. */
const page = { default: () => null };
const route = (path: string, onGet: RequestHandler, more: object = {}): QwikCityPlan['routes'] => [
  [path, [async () => ({ ...page, onGet, ...more })]],
];
const throwing = (error: () => unknown): RequestHandler => {
  return () => {
    throw error();
  };
};
const CANARY = 'canary-4711';

const app = createApp({
  qwikCityPlan: {
    trailingSlash: false,
    serverPlugins: [locale, errors, policy, calls],
    routes: [
      ...route('/fine', () => {}),
      ...route(
        '/gone',
        throwing(() => new AppError('not_found', 'No such invoice.')),
      ),
      ...route(
        '/away',
        throwing(() => new AppError('unavailable', 'Away.', { retryAfterSeconds: 7 })),
      ),
      ...route(
        '/bug',
        throwing(() => new TypeError(CANARY)),
      ),
      ...route('/guide', (ev) => {
        throw ev.error(404, 'Perfil no encontrado');
      }),
      ...route('/moved', (ev) => {
        throw ev.redirect(302, '/login');
      }),
      ...route('/form', () => {}, {
        useSave: Object.assign(() => {}, { __brand: 'server_action', __id: 'save' }),
      }),
      ...route('/error', () => {}),
    ],
  },
  /** Writes what the error page would read. The path says how rendering goes. */
  render: (async ({ stream, serverData }) => {
    const { ev } = serverData?.qwikcity ?? {};
    const path = new URL(serverData?.url).pathname;
    if (path === '/fine' && ev.query.has('begun')) stream.write('half a page');
    if (path === '/fine' && ev.query.has('late')) await setTimeout(5);
    if (path === '/fine' && ev.query.size > 0) throw new Error(CANARY);
    const shown = shownFailure(ev);
    if (shown && ev.query.has('twice')) throw new Error(CANARY);
    stream.write(shown ? `error page ${shown.status} at ${path}` : `page ${path}`);
    return {}; // a streamed page has no other result that Qwik City looks at
  }) as RenderToStream,
});

const READER = { Accept: 'text/html' };

async function ask(path: string, init: RequestInit = { headers: READER }, more: Partial<Platform> = {}) {
  const platform = { arrival: { requestId: 'r-1', clientAddress: null }, ...more };
  const made = await app(new Request(`http://h.example${path}`, init), platform);
  if (!(made instanceof Response)) return { status: made?.status, headers: new Headers(), text: null };
  const text = await made.text().catch((error: Error) => error.message);
  return { status: made.status, headers: made.headers, text };
}

beforeEach(() => {
  vi.stubEnv('DEV', false); // as in the built app
  vi.spyOn(log, 'error').mockImplementation(() => {});
  vi.spyOn(log, 'warn').mockImplementation(() => {});
});

test('a page is a page, with a policy and a nonce of its own', async () => {
  const [first, second] = [await ask('/fine'), await ask('/fine')];
  expect(first).toMatchObject({ status: 200, text: 'page /fine' });
  const policyOf = ({ headers }: typeof first) => headers.get('Content-Security-Policy');
  expect(policyOf(first)).toContain("'strict-dynamic'");
  expect(policyOf(first)).not.toBe(policyOf(second));
});

test('a refusal is the error page with its status, at the address that was asked for', async () => {
  expect(await ask('/gone')).toMatchObject({ status: 404, text: 'error page 404 at /gone' });
  expect(await ask('/guide')).toMatchObject({ status: 404, text: 'error page 404 at /guide' });
  const away = await ask('/away');
  expect([away.status, away.headers.get('Retry-After')]).toEqual([503, '7']);
});

test('a bug is a 500 that says nothing, logged once with the id', async () => {
  expect(await ask('/bug')).toMatchObject({ status: 500, text: 'error page 500 at /bug' });
  expect(vi.mocked(log.error).mock.calls).toEqual([
    ['page.failed', { requestId: 'r-1', method: 'GET', path: '/bug', err: expect.any(TypeError) }],
  ]);
});

test('a refusal is the user’s matter and no error in the log', async () => {
  await ask('/gone');
  expect(log.error).not.toHaveBeenCalled();
});

test('a redirect passes through', async () => {
  const { status, headers } = await ask('/moved');
  expect([status, headers.get('Location')]).toEqual([302, '/login']);
  expect(log.error).not.toHaveBeenCalled();
});

test('a program gets a problem document', async () => {
  const { status, headers, text } = await ask('/gone', {});
  expect([status, headers.get('Content-Type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
  expect(JSON.parse(text ?? '')).toMatchObject({
    code: 'not_found',
    detail: 'No such invoice.',
  });
});

test('the router in the browser is sent to the page itself, which shows what is wrong', async () => {
  const { status, headers } = await ask('/bug/q-data.json', {});
  expect([status, headers.get('Content-Type')]).toEqual([500, 'text/plain; charset=utf-8']);
});

test('a page that fails before its first byte is a failure, not a success with an apology in it', async () => {
  expect(await ask('/fine?now')).toMatchObject({ status: 500, text: null });
  await vi.waitFor(() => expect(log.error).toHaveBeenCalled());
  expect(vi.mocked(log.error).mock.calls).toEqual([
    ['page.failed', expect.objectContaining({ requestId: 'r-1' })],
  ]);
});

test('a page that fails with its first piece is a failure too: none of it has left', async () => {
  expect(await ask('/fine?begun')).toMatchObject({ status: 500, text: null });
});

test('a page that fails after it has begun is broken off', async () => {
  expect(await ask('/fine?begun&late')).toMatchObject({
    status: 200,
    text: expect.stringContaining('failed after'),
  });
});

test('what the front door refuses gets the same page, and the router its data', async () => {
  const refused = { failure: failure(413) };
  expect(await ask('/error', { headers: READER }, refused)).toMatchObject({
    status: 413,
    text: 'error page 413 at /error',
  });
  const { status, text } = await ask('/form/q-data.json?qaction=save', {}, refused);
  expect([status, text]).toEqual([413, expect.stringContaining('formErrors')]);
});

test('the error page has no address of its own to be asked at, once it has broken it is left alone', async () => {
  expect(await ask('/gone?twice')).toMatchObject({ status: 500 });
});

test.each([
  ['GET', '/fine?qfunc=abc', 404],
  ['GET', '/gone?qfunc=abc', 404],
  ['POST', '/form?qaction=other', 404],
  ['POST', '/form', 404],
  ['POST', '/form?qaction=save', 400],
  ['POST', '/fine', 405],
  ['PUT', '/form', 405],
  ['DELETE', '/fine', 405],
  ['OPTIONS', '/form', 204],
])('%s %s is answered with %d', async (method, path, status) => {
  const headers = { ...READER, 'X-QRL': 'abc', Origin: 'http://h.example' };
  expect((await ask(path, { method, headers })).status).toBe(status);
});

test('a method that is not allowed is told which are', async () => {
  const { headers } = await ask('/form', {
    method: 'PUT',
    headers: { ...READER, Origin: 'http://h.example' },
  });
  expect(headers.get('Allow')).toBe('GET, HEAD, POST, OPTIONS');
});
