import { HttpBrowser } from './http/http-browser';
import { readSession, writeSession } from './http/session-cookie';
import { signInByHttp } from './steps/sign-in';
import { newUser } from './support/people';
import { expect, test } from './support/test';

const COOKIE = 'alcazar-auth';

/** A browser whose access token is about to end: the next request has to renew the session. */
async function withAgedSession(): Promise<HttpBrowser> {
  const browser = await signInByHttp(await newUser({ fullName: 'Ada Byron' }));
  const session = readSession(browser.jar.get(COOKIE) ?? '');
  const soon = Math.floor(Date.now() / 1000) + 5;
  browser.jar.set(COOKIE, writeSession({ ...session, expires_at: soon }));
  return browser;
}

/** Another tab: the same cookies, an own jar. */
function tabOf(browser: HttpBrowser): HttpBrowser {
  const tab = new HttpBrowser();
  for (const name of browser.jar.names) tab.jar.set(name, browser.jar.get(name) ?? '');
  return tab;
}

test('a session that is about to end is renewed on the way, and nobody notices', async () => {
  const browser = await withAgedSession();
  const before = readSession(browser.jar.get(COOKIE) ?? '');
  const answer = await browser.open('/dashboard');
  expect(answer.status).toBe(200);
  expect(answer.body).toContain('Ada Byron');
  expect(answer.headers.get('Cache-Control')).toBe('private, no-store');
  const after = readSession(browser.jar.get(COOKIE) ?? '');
  expect(after.refresh_token).not.toBe(before.refresh_token);
  expect(after.expires_at).toBeGreaterThan(before.expires_at);
  expect((await browser.open('/profile')).status).toBe(200);
});

test('ten tabs that renew it at the same moment all stay in', async () => {
  const browser = await withAgedSession();
  const tabs = Array.from({ length: 10 }, () => tabOf(browser));
  const answers = await Promise.all(
    tabs.map((tab, index) => tab.open(index % 2 ? '/dashboard' : '/profile')),
  );
  for (const answer of answers) expect(answer.status).toBe(200);
  const later = await Promise.all(tabs.map((tab) => tab.open('/dashboard')));
  for (const answer of later) expect(answer.status).toBe(200);
});

test('a request that was under way with the old cookie is answered too', async () => {
  const browser = await withAgedSession();
  const late = tabOf(browser);
  expect((await browser.open('/dashboard')).status).toBe(200);
  expect((await late.open('/dashboard/q-data.json')).status).toBe(200);
  expect((await browser.open('/dashboard')).status).toBe(200);
});
