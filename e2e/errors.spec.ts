import * as m from '../src/lib/i18n/paraglide/messages';
import { HttpBrowser } from './http/http-browser';
import { rawRequest } from './http/raw-request';
import { enterAsNewUser } from './steps/sign-in';
import { expect, test } from './support/test';

const ORIGIN = process.env.ORIGIN ?? '';
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

test.describe('an address where nothing is', () => {
  test.use({ expectedStatuses: [404] });

  test('is said to be one, with the number of the request and the way home', { tag: '@either' }, async ({
    page,
  }) => {
    const answer = await page.goto('/no-such-page');
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.error_not_found_title());
    await expect(page.getByText(answer?.headers()['x-request-id'] ?? 'no id')).toBeVisible();
    await page.getByRole('link', { name: m.error_home() }).click();
    await expect(page).toHaveURL('/');
  });

  test('is one for somebody who is signed in too', async ({ page }) => {
    await enterAsNewUser(page);
    expect((await page.goto('/dashboard/no-such-page'))?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.error_not_found_title());
  });

  test('can not be drawn by asking for the error page itself', async () => {
    for (const path of [
      '/error',
      '/[...rest]',
      '/design',
      '/q-manifest.json',
      '/build/q-bundle-graph.json',
    ]) {
      const answer = await new HttpBrowser().open(path);
      expect(answer.status, path).toBe(404);
    }
  });
});

test('a program gets a problem document, with the same number', async () => {
  const answer = await fetch(`${ORIGIN}/no-such-page`, { headers: { Accept: 'application/json' } });
  expect(answer.status).toBe(404);
  expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
  expect(answer.headers.get('X-Request-Id')).toMatch(ID);
  expect(await answer.json()).toMatchObject({ status: 404, code: 'not_found' });
});

test('a number of the request is our own, never the visitor’s', async () => {
  const answer = await new HttpBrowser().open('/no-such-page', { 'X-Request-Id': 'chosen-by-me' });
  expect(answer.headers.get('X-Request-Id')).toMatch(ID);
  expect(answer.body).not.toContain('chosen-by-me');
});

test('a method that a page has no answer for is refused, and the right ones are named', async () => {
  for (const method of ['PUT', 'DELETE', 'PATCH']) {
    const answer = await rawRequest(ORIGIN, '/login', { method, headers: { Origin: ORIGIN } });
    expect(answer.status, method).toBe(405);
    expect(answer.headers.get('Allow'), method).toMatch(/GET/);
  }
});

test('TRACE, which would echo cookies, is refused', async () => {
  const answer = await rawRequest(ORIGIN, '/login', { method: 'TRACE', headers: { Cookie: 'secret=echo' } });
  expect(answer.status).toBe(405);
  expect(answer.body).not.toContain('secret=echo');
});

test('an error page tells nothing of how we are made', async () => {
  for (const path of ['/no-such-page', '/%zz', '/login?qfunc=x', '/auth/confirm?token_hash=x&type=signup']) {
    const { body, headers } = await new HttpBrowser().open(path);
    expect(body, path).not.toMatch(/\bat \S+ \(|node_modules|\/src\/|\.tsx?:\d|postgres|supabase\.co/i);
    expect(headers.get('Server'), path).toBeNull();
    expect(headers.get('X-Powered-By'), path).toBeNull();
  }
});
