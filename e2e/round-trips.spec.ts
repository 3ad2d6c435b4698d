import { HttpBrowser } from './http/http-browser';
import { subscribeByHttp } from './steps/billing';
import { signInByHttp } from './steps/sign-in';
import { type CountedServer, startCountedServer } from './support/counted-server';
import { newUser } from './support/people';
import { expect, test } from './support/test';

let server: CountedServer;

test.beforeAll(async () => {
  server = await startCountedServer('counted');
});
test.afterAll(() => server.stop());

/** What the server asks by itself every few seconds, whoever is there. */
const LOOPS = /"(webhook_events|test_webhooks|mail_outbox)"/;

async function counted(browser: HttpBrowser, path: string, headers: Record<string, string> = {}) {
  server.reset();
  const answer = await browser.open(path, headers);
  const statements = server.statements.filter((statement) => !LOOPS.test(statement));
  return { answer, statements, authCalls: [...server.authCalls] };
}

test('a page behind the door, its loaders included, is one statement and no call to the auth server', async () => {
  const browser = await signInByHttp(await newUser({ fullName: 'Ada Byron' }), server.origin);
  // The first visit writes that the session was seen, the later ones only read.
  for (const path of ['/profile', '/profile', '/profile/q-data.json']) {
    const { answer, statements, authCalls } = await counted(browser, path);
    expect(answer.status, path).toBe(200);
    expect(answer.body, path).toContain('Ada Byron');
    expect(statements, path).toEqual([expect.stringContaining('private.auth_sessions')]);
    expect(authCalls, path).toEqual([]);
  }
});

test('a page with data of its own asks for that, and for nothing twice', async () => {
  const browser = await signInByHttp(await newUser(), server.origin);
  for (const [path, ...own] of [
    [
      '/dashboard',
      '"subscriptions"',
      '"invoices"',
      '"ledger_accounts"',
      '"ledger_entries"',
      '"user_sessions"',
    ],
    ['/account/sessions', 'private.auth_sessions'],
    ['/account/activity', '"security_events"'],
  ] as const) {
    const { statements, authCalls } = await counted(browser, path);
    expect(statements, path).toHaveLength(1 + own.length);
    for (const table of own) expect(statements.slice(1).join('\n'), path).toContain(table);
    expect(authCalls, path).toEqual([]);
  }
});

test('the pages of billing ask once for each thing, however many invoices there are', async () => {
  const browser = await signInByHttp(await newUser(), server.origin);
  const number = await subscribeByHttp(browser);
  for (const [path, most] of [
    ['/billing', 7],
    ['/billing/invoices', 2],
    [`/billing/invoices/${number}`, 3],
    [`/billing/invoices/${number}/invoice.pdf`, 2],
    ['/pricing', 3],
  ] as const) {
    const { answer, statements, authCalls } = await counted(browser, path);
    expect(answer.status, path).toBe(200);
    expect(statements, path).toHaveLength(most);
    expect(authCalls, path).toEqual([]);
  }
});

test('a refusal is one more to see that it was written down a moment ago, and a stranger costs nothing', async () => {
  const browser = await signInByHttp(await newUser(), server.origin);
  const kept = browser.jar.header;
  await browser.post('/logout', '');
  const thief = new HttpBrowser(server.origin);
  // The first refusal is written down, the later ones only looked up.
  for (const statements of [3, 2]) {
    const refused = await counted(thief, '/profile', { Cookie: kept });
    expect(refused.answer.status).toBe(302);
    expect([refused.statements.length, refused.authCalls]).toEqual([statements, []]);
  }
  expect(await counted(new HttpBrowser(server.origin), '/profile')).toMatchObject({
    statements: [],
    authCalls: [],
  });
});
