import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import { formsIn } from './http/forms';
import { FORM_TYPE, type HttpBrowser } from './http/http-browser';
import { textOf } from './http/text';
import { confirmByPassword } from './steps/confirm';
import { enterAsNewUser, languageOf, letTimePass, signInByHttp } from './steps/sign-in';
import { startCountedServer } from './support/counted-server';
import { newUser, type Person } from './support/people';
import { expect, test } from './support/test';

const PAGE = '/account/export';

async function download(page: Page) {
  const options = { locale: await languageOf(page) };
  const begun = page.waitForEvent('download');
  await page.getByRole('button', { name: m.account_export_submit({}, options) }).click();
  const file = await begun;
  const content = JSON.parse(readFileSync(await file.path(), 'utf8'));
  return { name: file.suggestedFilename(), content };
}

/** Where the one form of the page itself is sent to. */
async function addressOfExport(browser: HttpBrowser): Promise<string> {
  const { body } = await browser.open(PAGE);
  const form = formsIn(body).find(({ action }) => action.includes('qaction'));
  return PAGE + form?.action;
}

async function addEvents({ email }: Person, count: number): Promise<void> {
  await owner`
    insert into security_events (occurred_at, kind, outcome, user_id, details)
    select now(), 'sign_in', 'succeeded', id, jsonb_build_object('count', n)
    from profiles, generate_series(1, ${count}) as n where email = ${email}`;
}

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('everything kept about me comes as one file', { tag: '@either' }, async ({ page }) => {
      const ada = await enterAsNewUser(page, { fullName: 'Ada Byron' });
      await page.goto('/account');
      await page
        .getByRole('main')
        .getByRole('link', { name: m.account_export_title({}, { locale }) })
        .click();
      await expect(page).toHaveURL(PAGE);
      const { name, content } = await download(page);
      expect(name).toMatch(/^alcazar-\d{4}-\d\d-\d\d\.json$/);
      expect(content.account).toMatchObject({ email: ada.email });
      expect(content.profiles).toEqual([expect.objectContaining({ full_name: 'Ada Byron' })]);
      expect(content.user_sessions).toHaveLength(1);
      await expect(page).toHaveURL(PAGE);

      await page.goto('/account/activity');
      await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
      const [exported] = await owner`
        select kind from security_events where user_id = ${content.account.id} and kind = 'data_exported'`;
      expect(exported).toBeDefined();
    });
  });
}

test('a browser that was left open asks who is there first, and makes no file', { tag: '@either' }, async ({
  page,
}) => {
  const ada = await enterAsNewUser(page);
  await letTimePass(ada);
  await page.goto(PAGE);
  await page.getByRole('button', { name: m.account_export_submit() }).click();
  await expect(page).toHaveURL(`/account/confirm?next=${encodeURIComponent(PAGE)}`);
  await confirmByPassword(page, ada);
  await expect(page).toHaveURL(PAGE);
  await expect(page.getByText(m.auth_fresh_again())).toBeVisible();
  expect((await download(page)).content.account).toMatchObject({ email: ada.email });
});

test('a file of many batches is whole, compressed or not, and nobody keeps it', async () => {
  const ada = await newUser();
  await addEvents(ada, 1_234);
  const browser = await signInByHttp(ada);
  const path = await addressOfExport(browser);
  for (const encoding of ['identity', 'br', 'gzip']) {
    const answer = await browser.post(path, '', { 'Accept-Encoding': encoding });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toBe('application/json');
    expect(answer.headers.get('Content-Disposition')).toMatch(
      /^attachment; filename="alcazar-[\d-]+\.json"$/,
    );
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store');
    const { security_events: events } = JSON.parse(answer.body);
    const counts = events.flatMap(({ details }: { details: { count?: number } }) => details.count ?? []);
    expect(new Set(counts).size, encoding).toBe(1_234);
  }
});

test('for a browser that leaves, the database is asked no further', async () => {
  const server = await startCountedServer('export');
  try {
    const ada = await newUser();
    await addEvents(ada, 30_000);
    const browser = await signInByHttp(ada, server.origin);
    const path = await addressOfExport(browser);
    server.reset();
    const leaving = new AbortController();
    const answer = await fetch(server.origin + path, {
      method: 'POST',
      headers: {
        Cookie: browser.jar.header,
        Origin: server.origin,
        'Content-Type': FORM_TYPE,
        Accept: 'text/html',
      },
      signal: leaving.signal,
    });
    expect(answer.status).toBe(200);
    await answer.body?.getReader().read();
    leaving.abort();
    const pages = () =>
      server.statements.filter((statement) => statement.includes('from "security_events"')).length;
    let before = -1;
    while (before !== pages()) {
      before = pages();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    // All of it would have been sixty.
    expect(before).toBeLessThan(45);
  } finally {
    await server.stop();
  }
});

test('the sixth in a day has to wait, in words and by its header', async () => {
  const browser = await signInByHttp(await newUser());
  const path = await addressOfExport(browser);
  for (let time = 1; time <= 5; time++) expect((await browser.post(path, '')).status).toBe(200);
  const answer = await browser.post(path, '');
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(textOf(answer.body)).toContain(m.account_export_title());
  expect(answer.headers.get('Content-Disposition')).toBeNull();
});

test('opening the page makes no file, and neither does another site', async () => {
  const ada = await newUser();
  const browser = await signInByHttp(ada);
  const path = await addressOfExport(browser);
  expect((await browser.open(path)).headers.get('Content-Disposition')).toBeNull();
  const foreign = await browser.post(path, '', { Origin: 'https://evil.example' });
  expect(foreign.status).toBe(403);
  const events = await owner`
    select from security_events join profiles on profiles.id = user_id where email = ${ada.email} and kind = 'data_exported'`;
  expect(events).toHaveLength(0);
});
