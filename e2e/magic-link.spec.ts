import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { HttpBrowser } from './http/http-browser';
import { textOf } from './http/text';
import { enterAsNewUser, languageOf } from './steps/sign-in';
import { linkIn } from './steps/sign-up';
import { codeIn, countMails, waitForMail } from './support/mailbox';
import { newPerson, newUser } from './support/people';
import { expect, test } from './support/test';

test.use({ expectedStatuses: [400, 429] });

/** From the sign-in page that is open to the one that takes the code. */
async function askForCode(page: Page, email: string): Promise<void> {
  const options = { locale: await languageOf(page) };
  await page.getByRole('link', { name: m.auth_login_by_code({}, options) }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.auth_code_title({}, options));
  await page.getByLabel(m.auth_email_label({}, options)).fill(email);
  await page.getByRole('button', { name: m.auth_code_send({}, options) }).click();
  await expect(page.getByText(m.auth_code_sent({ email }, options))).toBeVisible();
}

async function typeCode(page: Page, code: string): Promise<void> {
  const options = { locale: await languageOf(page) };
  await page.getByLabel(m.auth_code_label({}, options)).fill(code);
  await page.getByRole('button', { name: m.auth_code_submit({}, options) }).click();
}

const otherThan = (code: string) => (code === '000000' ? '000001' : '000000');

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('whoever has no password at hand signs in by a mailed code, and comes out where they were going', {
      tag: '@either',
    }, async ({ page }) => {
      const ada = await newUser();
      await page.goto('/profile');
      await askForCode(page, ada.email);
      const code = codeIn(await waitForMail(ada.email));
      await typeCode(page, otherThan(code));
      await expect(page.getByText(m.auth_code_wrong({}, { locale }))).toBeVisible();
      await expect(page.getByText(ada.email)).toBeVisible();
      await typeCode(page, ` ${code.slice(0, 3)} ${code.slice(3)}`);
      await expect(page).toHaveURL('/profile');
    });
  });
}

test('the link of the same mail does as well, once', { tag: '@either' }, async ({ page, newVisitor }) => {
  const ada = await newUser({ fullName: 'Ada Byron' });
  await page.goto('/login');
  await askForCode(page, ada.email);
  const link = linkIn(await waitForMail(ada.email));
  const phone = await newVisitor();
  await phone.goto(link);
  await expect(phone).toHaveURL('/dashboard');
  await expect(phone.getByRole('heading', { level: 1 })).toContainText('Ada Byron');

  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.auth_link_title());
});

test('the mail says the code in both languages, and whom it signs in', async () => {
  const ada = await newUser();
  await new HttpBrowser().submit('/login/code', { email: ada.email });
  const { text, subject } = await waitForMail(ada.email);
  expect(subject).toBe('Your sign-in code · Tu código de acceso');
  expect(text.match(/^\d{6}$/gm)).toHaveLength(2);
  expect(text).toContain(`signs ${ada.email} in`);
  expect(text).toContain(`entras como ${ada.email}`);
});

test('another mail can be asked for, and its code takes the place of the first', { tag: '@either' }, async ({
  page,
}) => {
  const ada = await newUser();
  await page.goto('/login');
  await askForCode(page, ada.email);
  const first = codeIn(await waitForMail(ada.email));
  await page.getByRole('button', { name: m.auth_code_again() }).click();
  const second = codeIn(await waitForMail(ada.email, 2));
  if (first !== second) {
    await typeCode(page, first);
    await expect(page.getByText(m.auth_code_wrong())).toBeVisible();
  }
  await typeCode(page, second);
  await expect(page).toHaveURL('/dashboard');
});

test('an address without an account gets the same pages and no mail', async () => {
  const [ada, nobody] = [await newUser(), newPerson()];
  const answers = await Promise.all(
    [ada, nobody].map(async ({ email }) => {
      const browser = new HttpBrowser();
      const asked = await browser.submit('/login/code', { email });
      const { path } = await browser.formFor('/login/code', { email: '' });
      const action = /action="([^"]*qaction[^"]*)"[^>]*>(?:(?!<\/form>).)*name="code"/s.exec(asked.body)?.[1];
      expect(action, path).toBeTruthy();
      const body = new URLSearchParams({ email, code: '000000' }).toString();
      const wrong = await browser.post(
        String(action).replaceAll('&amp;', '&').replace(/^\?/, '/login/code?'),
        body,
      );
      return [asked, wrong].map(({ status, body: html, headers }) => ({
        status,
        text: textOf(html).replaceAll(email, 'the address'),
        cookies: headers.getSetCookie(),
      }));
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.map(({ status }) => status)).toEqual([200, 400]);
  expect(await countMails(nobody.email)).toBe(0);
});

test('who guesses is locked out, and keeps what was typed', { tag: '@either' }, async ({ page }) => {
  const ada = await newUser();
  await page.goto('/login');
  await askForCode(page, ada.email);
  const code = codeIn(await waitForMail(ada.email));
  for (let i = 0; i < 5; i += 1) {
    await typeCode(page, otherThan(code));
    await expect(page.getByText(m.auth_code_wrong())).toBeVisible();
  }
  const answered = page.waitForResponse((response) => response.status() === 429);
  await typeCode(page, code);
  expect(Number((await answered).headers()['retry-after'])).toBeGreaterThan(0);
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByText(ada.email)).toBeVisible();
});

test('a link takes nobody out of their session without asking', { tag: '@either' }, async ({ page }) => {
  const eve = await newUser({ fullName: 'Eve' });
  await new HttpBrowser().submit('/login/code', { email: eve.email });
  const link = linkIn(await waitForMail(eve.email));
  await enterAsNewUser(page, { fullName: 'Ada Byron' });
  await page.goto(link);
  await expect(page.getByText(m.auth_confirm_replaces())).toBeVisible();
  await page.goto('/dashboard');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ada Byron');
});
