import { rawRequest } from './http/raw-request';
import { ownPages } from './http/routes';
import { signInByHttp } from './steps/sign-in';
import { newUser } from './support/people';
import { expect, test } from './support/test';

const ORIGIN = process.env.ORIGIN ?? '';
const PLACES = ['/', '/login', '/preferences', '/health/live', '/no-such-page', ...ownPages()];

/** How Qwik's own client calls a `server$` function: it answers at every address, in front of every layout guard. */
const CALLS: { target: string; headers: Record<string, string> }[] = [
  { target: '?qfunc=s_AB0gdGDLNpU', headers: { 'X-QRL': 's_AB0gdGDLNpU' } },
  { target: '?qfunc=made-up', headers: { 'X-QRL': 'made-up' } },
  { target: '?qfunc', headers: {} },
  { target: '?a=1&qfunc=x&qfunc=y', headers: {} },
  { target: '?%71func=x', headers: {} },
];

test('there is nothing to call, at any address, by any method, for anybody', async () => {
  const { jar } = await signInByHttp(await newUser());
  for (const place of PLACES) {
    for (const { target, headers } of CALLS) {
      for (const method of ['GET', 'POST']) {
        for (const cookie of ['', jar.header]) {
          const answer = await rawRequest(ORIGIN, place + target, {
            method,
            body: method === 'POST' ? '{"_entry":"0","_objs":[[]]}' : '',
            headers: {
              Origin: ORIGIN,
              'Content-Type': 'application/qwik-json',
              ...(cookie ? { Cookie: cookie } : {}),
              ...headers,
            },
          });
          const what = `${method} ${place}${target} ${JSON.stringify(headers)}`;
          expect(answer.status, what).toBeGreaterThanOrEqual(400);
          expect(answer.status, what).toBeLessThan(500);
        }
      }
    }
  }
});

test('an action is called at its own page alone', async () => {
  const browser = await signInByHttp(await newUser({ fullName: 'Ada Byron' }));
  const { path, fields } = await browser.formFor('/account', { fullName: '' });
  const renamed = new URLSearchParams({ ...fields, fullName: 'Eve' }).toString();
  const { search } = new URL(path, ORIGIN);
  for (const place of ['/', '/login', '/dashboard', '/no-such-page', '/error', '/health/live']) {
    expect([404, 405], place).toContain((await browser.post(place + search, renamed)).status);
  }
  expect((await browser.post(`/preferences${search}`, renamed)).status).toBe(303);
  expect((await browser.open('/dashboard')).body).toContain('Ada Byron');
});
