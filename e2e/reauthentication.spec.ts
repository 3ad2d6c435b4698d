import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import { confirmByPassword } from './steps/confirm';
import { enterAs, enterAsNewUser, fillSignIn, languageOf, letTimePass, signInByHttp } from './steps/sign-in';
import { codeIn, waitForMail } from './support/mailbox';
import { newUser } from './support/people';
import { expect, test } from './support/test';

const DEVICES = '/account/sessions';
const CONFIRM = `/account/confirm?next=${encodeURIComponent(DEVICES)}`;

test.use({ expectedStatuses: [400, 401, 429] });

const devicesOn = (page: Page) => page.getByRole('main').getByRole('listitem');

/** Somebody in a browser that was left open, with another device; the page of devices is open and its button pressed. */
async function askTooLate(page: Page) {
  const ada = await enterAsNewUser(page);
  const phone = await signInByHttp(ada);
  await letTimePass(ada);
  await page.goto(DEVICES);
  const locale = await languageOf(page);
  await page.getByRole('button', { name: m.sessions_end_others({}, { locale }) }).click();
  await expect(page).toHaveURL(CONFIRM);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.auth_fresh_title({}, { locale }));
  return { ada, phone, locale };
}

for (const language of ['en', 'es'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language });

    test('a browser that was left open asks for the password, and comes back to what was asked', {
      tag: '@either',
    }, async ({ page }) => {
      const { ada, phone, locale } = await askTooLate(page);
      await confirmByPassword(page, { password: 'not-the-harbour-42' });
      await expect(page.getByText(m.auth_fresh_password_wrong({}, { locale }))).toBeVisible();
      expect((await phone.open('/profile')).status).toBe(200);

      await confirmByPassword(page, ada);
      await expect(page).toHaveURL(DEVICES);
      await expect(page.getByText(m.auth_fresh_again({}, { locale }))).toBeVisible();
      await expect(devicesOn(page)).toHaveCount(2);

      await page.getByRole('button', { name: m.sessions_end_others({}, { locale }) }).click();
      await expect(page.getByText(m.sessions_others_ended({}, { locale }))).toBeVisible();
      await expect(page.getByText(m.auth_fresh_again({}, { locale }))).toHaveCount(0);
      expect((await phone.open('/profile')).status).toBe(302);
    });
  });
}

test('a code by mail does as well', { tag: '@either' }, async ({ page }) => {
  const { ada } = await askTooLate(page);
  await page.getByRole('button', { name: m.auth_fresh_code_send() }).click();
  await expect(page.getByText(m.auth_fresh_code_sent({ email: ada.email }))).toBeVisible();
  const code = codeIn(await waitForMail(ada.email));
  const field = page.getByLabel(m.auth_code_label());
  await field.fill(code === '123456' ? '123457' : '123456');
  await page.getByRole('button', { name: m.auth_fresh_code_submit() }).click();
  await expect(page.getByText(m.auth_code_wrong())).toBeVisible();
  await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await page.getByRole('button', { name: m.auth_fresh_code_submit() }).click();
  await expect(page).toHaveURL(DEVICES);
  await expect(page.getByText(m.auth_fresh_again())).toBeVisible();
});

test('the session before it is over, and a copy of it opens nothing', async ({ page, newVisitor }) => {
  const ada = await newUser();
  await enterAs(page, ada);
  const thief = await newVisitor();
  await thief.context().addCookies(await page.context().cookies());
  await letTimePass(ada);
  await page.goto(CONFIRM);
  await confirmByPassword(page, ada);
  await expect(page).toHaveURL(DEVICES);
  await thief.goto(DEVICES);
  await expect(thief).toHaveURL('/login?error=session_expired&next=%2Faccount%2Fsessions');
});

test('without it nothing is ended, one by one no more than all at once', async () => {
  const ada = await newUser();
  const [home, phone] = await Promise.all([signInByHttp(ada), signInByHttp(ada)]);
  await letTimePass(ada);
  const [row] = await owner`
    select id from auth.sessions where user_id = (select id from profiles where email = ${ada.email})
    order by created_at desc limit 1`;
  const answer = await home.submit(DEVICES, { session: row?.id });
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, CONFIRM]);
  expect((await phone.open('/profile')).status).toBe(200);
});

test('leads nowhere but to a page of ours', async () => {
  for (const next of ['https://evil.example', '//evil.example', '/logout']) {
    const ada = await newUser();
    const browser = await signInByHttp(ada);
    await letTimePass(ada);
    const page = `/account/confirm?next=${encodeURIComponent(next)}`;
    const answer = await browser.submit(page, { password: ada.password, next });
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/dashboard']);
    const fresh = await browser.open(page);
    expect([fresh.status, fresh.headers.get('Location')]).toEqual([302, '/dashboard']);
  }
});

test('whoever signs in on the way there need not say it twice', async ({ page }) => {
  const ada = await newUser();
  await page.goto(CONFIRM);
  await fillSignIn(page, ada);
  await expect(page).toHaveURL(DEVICES);
});

test('who has no password is asked for none', async ({ page }) => {
  const ada = await enterAsNewUser(page);
  await owner`
    delete from password_history where user_id = (select id from profiles where email = ${ada.email})`;
  await page.goto('/account/confirm');
  await expect(page.getByLabel(m.auth_password_label(), { exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: m.auth_fresh_code_send() })).toBeVisible();
});
