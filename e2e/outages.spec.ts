import { readFileSync } from 'node:fs';
import * as m from '../src/lib/i18n/paraglide/messages';
import { HttpBrowser } from './http/http-browser';
import { textOf } from './http/text';
import { enterAsNewUser, signInByHttp } from './steps/sign-in';
import { type AnotherServer, startAnotherServer } from './support/another-server';
import { newUser } from './support/people';
import { expect, test } from './support/test';

/** Nothing listens there: port 1 is reserved. */
const NOBODY = '127.0.0.1:1';

/** The session of a signed-in user, in a browser that asks another server. */
async function signedInAt({ origin }: AnotherServer): Promise<HttpBrowser> {
  const home = await signInByHttp(await newUser({ fullName: 'Ada Byron' }));
  const browser = new HttpBrowser(origin);
  for (const name of home.jar.names) browser.jar.set(name, home.jar.get(name) ?? '');
  return browser;
}

function at(url: string | undefined, place: { host: string } | { pathname: string }): string {
  return Object.assign(new URL(url ?? ''), place).href;
}

test.describe('while the auth server is away', () => {
  let server: AnotherServer;
  test.beforeAll(async () => {
    server = await startAnotherServer('without-auth', { PUBLIC_SUPABASE_URL: `http://${NOBODY}` });
  });
  test.afterAll(() => server.stop());

  test('nobody gets in, nobody is signed out, and it is said when to come back', async () => {
    const browser = await signedInAt(server);
    const before = browser.jar.header;
    for (const path of ['/dashboard', '/profile', '/dashboard/q-data.json', '/login', '/signup']) {
      const answer = await browser.open(path);
      expect(answer.status, path).toBe(503);
      expect(Number(answer.headers.get('Retry-After')), path).toBeGreaterThan(0);
      expect(answer.headers.get('Cache-Control'), path).toBe('private, no-store');
      expect(answer.body, path).not.toContain('Ada Byron');
      expect(browser.jar.header, path).toBe(before);
    }
    const page = await browser.open('/dashboard');
    expect(textOf(page.body)).toContain(m.error_unavailable_title());
    expect(page.body).toContain(page.headers.get('X-Request-Id'));
  });

  test.describe('a navigation in place', () => {
    test.use({ expectedStatuses: [503] });

    test('ends on the page that says so', async ({ page }) => {
      await enterAsNewUser(page);
      await page.goto(server.origin);
      await page.getByRole('banner').getByRole('link', { name: m.site_to_dashboard() }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.error_unavailable_title());
    });
  });

  test('a program is told so as well', async () => {
    const browser = await signedInAt(server);
    const answer = await browser.open('/dashboard', { Accept: 'application/json' });
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.body)).toMatchObject({ status: 503, code: 'unavailable' });
  });

  test('the open pages stand, and their forms keep what was typed but the password', async () => {
    const browser = new HttpBrowser(server.origin);
    expect((await browser.open('/')).status).toBe(200);
    const password = 'never-to-be-seen-7731';
    const answer = await browser.submit('/login', { email: 'ada@example.test', password });
    expect(answer.status).toBe(503);
    expect(textOf(answer.body)).toContain(m.auth_unavailable());
    expect(answer.body).toContain('value="ada@example.test"');
    expect(answer.body.includes(password)).toBe(false);
  });

  test('whoever leaves is out of this browser all the same', async () => {
    const browser = await signedInAt(server);
    expect((await browser.post('/logout', '')).status).toBe(303);
    expect(browser.jar.names).not.toContain('alcazar-auth');
  });

  test('the server is live and not ready', async () => {
    expect((await fetch(`${server.origin}/health/live`)).status).toBe(200);
    const ready = await fetch(`${server.origin}/health/ready`);
    expect(ready.status).toBe(503);
    expect(ready.headers.get('Cache-Control')).toMatch(/no-store/);
  });
});

test.describe('while the database is away', () => {
  let server: AnotherServer;
  test.beforeAll(async () => {
    server = await startAnotherServer('without-database', {
      DATABASE_URL: at(process.env.DATABASE_URL, { host: NOBODY }),
      DIRECT_URL: at(process.env.DIRECT_URL, { host: NOBODY }),
    });
  });
  test.afterAll(() => server.stop());

  test('the server is live and not ready', async () => {
    expect((await fetch(`${server.origin}/health/live`)).status).toBe(200);
    expect((await fetch(`${server.origin}/health/ready`)).status).toBe(503);
  });

  test('whoever leaves is out of this browser, and the auth server knows', async () => {
    const browser = await signedInAt(server);
    const kept = { Cookie: browser.jar.header };
    expect((await browser.post('/logout', '')).status).toBe(303);
    expect(browser.jar.names).not.toContain('alcazar-auth');
    expect((await new HttpBrowser().open('/dashboard', kept)).status).toBe(302);
  });

  test('a page that needs it says when to come back, and the session stays', async () => {
    const browser = await signedInAt(server);
    const before = browser.jar.header;
    const answer = await browser.open('/dashboard');
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(textOf(answer.body)).toContain(m.error_unavailable_title());
    expect(browser.jar.header).toBe(before);
    expect((await browser.open('/login')).headers.get('Location')).toBe('/dashboard');
  });
});

test.describe('a bug', () => {
  let server: AnotherServer;
  test.beforeAll(async () => {
    // The same database server, and in it a database without our tables.
    server = await startAnotherServer('without-tables', {
      DATABASE_URL: at(process.env.DATABASE_URL, { pathname: '/template1' }),
      DIRECT_URL: at(process.env.DIRECT_URL, { pathname: '/template1' }),
    });
  });
  test.afterAll(() => server.stop());

  test('is a calm page with the number under which the log has the reason', async () => {
    const browser = await signedInAt(server);
    const answer = await browser.open('/dashboard');
    expect(answer.status).toBe(500);
    expect(textOf(answer.body)).toContain(m.error_internal_title());
    const id = answer.headers.get('X-Request-Id') ?? 'none';
    expect(answer.body).toContain(id);
    expect(answer.body).not.toMatch(/profiles|relation|select "|drizzle/i);

    const lines = readFileSync(server.logFile, 'utf8').split('\n');
    const reasons = lines.filter((line) => line.includes(id) && line.includes('profiles'));
    expect(reasons.length).toBeGreaterThan(0);
    expect(lines.join('\n').includes(browser.jar.get('alcazar-auth') ?? 'none')).toBe(false);
  });

  test('of a form leaves nothing in the log of what was typed', async () => {
    const typed = { email: 'typed-by-ada@example.test', password: 'never-to-be-seen-7732' };
    const about = { ...typed, fullName: 'Typed by Ada' };
    for (const [path, fields] of [
      ['/login', typed],
      ['/signup', about],
      ['/forgot-password', { email: typed.email }],
    ] as const) {
      expect((await new HttpBrowser(server.origin).submit(path, fields)).status, path).toBe(500);
    }
    const log = readFileSync(server.logFile, 'utf8');
    expect(log).toContain('page.failed');
    expect(Object.values(about).filter((text) => log.includes(text))).toEqual([]);
  });
});
