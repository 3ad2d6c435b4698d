import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { HttpBrowser } from './http/http-browser';
import { pathOf, textOf } from './http/text';
import { enterAsNewUser, fillSignIn, languageOf, signInByHttp } from './steps/sign-in';
import { linkIn } from './steps/sign-up';
import { countMails, waitForMail } from './support/mailbox';
import { newPerson, newUser } from './support/people';
import { expect, test } from './support/test';

const NEW_PASSWORD = 'louder-harbour-42';

/** Asks for the mail and opens its link in this browser. */
async function openRecovery(page: Page, email: string): Promise<void> {
  await new HttpBrowser().submit('/forgot-password', { email });
  await page.goto(linkIn(await waitForMail(email)));
  await expect(page).toHaveURL('/reset-password');
}

async function fillNewPassword(page: Page, password: string): Promise<void> {
  const options = { locale: await languageOf(page) };
  await page.getByLabel(m.auth_reset_label({}, options)).fill(password);
  await page.getByRole('button', { name: m.auth_reset_submit({}, options) }).click();
}

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale, expectedStatuses: [401] });

    test('whoever forgot the password chooses a new one by mail', { tag: '@either' }, async ({
      page,
      newVisitor,
    }) => {
      const ada = await newUser();
      await page.goto('/login');
      await page.getByRole('link', { name: m.auth_login_forgot({}, { locale }) }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.auth_forgot_title({}, { locale }));
      await page.getByLabel(m.auth_email_label({}, { locale })).fill(ada.email);
      await page.getByRole('button', { name: m.auth_forgot_submit({}, { locale }) }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.auth_mail_title({}, { locale }));

      await page.goto(linkIn(await waitForMail(ada.email)));
      await fillNewPassword(page, NEW_PASSWORD);
      await expect(page.getByText(m.auth_reset_done({}, { locale }))).toBeVisible();
      await expect(page).toHaveURL(/^[^?]+\/dashboard/);

      const elsewhere = await newVisitor();
      await elsewhere.goto('/login');
      await fillSignIn(elsewhere, ada);
      await expect(elsewhere.getByRole('alert')).toHaveText(m.auth_credentials_wrong({}, { locale }));
      await fillSignIn(elsewhere, { ...ada, password: NEW_PASSWORD });
      await expect(elsewhere).toHaveURL('/dashboard');
    });
  });
}

test('an address without an account gets the same page and no mail', async () => {
  const ada = await newUser();
  const nobody = newPerson();
  const pages = await Promise.all(
    [ada, nobody].map(async ({ email }) => {
      const answer = await new HttpBrowser().submit('/forgot-password', { email });
      return { status: answer.status, text: textOf(answer.body).replaceAll(email, 'the address') };
    }),
  );
  expect(pages[0]).toEqual(pages[1]);
  await waitForMail(ada.email);
  expect(await countMails(nobody.email)).toBe(0);
});

test('a new password ends every session but this one', async ({ page }) => {
  const ada = await newUser();
  const elsewhere = await signInByHttp(ada);
  await openRecovery(page, ada.email);
  await fillNewPassword(page, NEW_PASSWORD);
  await expect(page).toHaveURL(/\/dashboard/);

  const answer = await elsewhere.open('/dashboard');
  expect(answer.headers.get('Location')).toBe('/login?error=session_expired&next=%2Fdashboard');
  await page.goto('/profile');
  await expect(page).toHaveURL('/profile');
});

test.describe('the new password', () => {
  test.use({ expectedStatuses: [400] });

  test('is refused when it is too short, too long, easy to guess or the old one', { tag: '@either' }, async ({
    page,
  }) => {
    const ada = await newUser();
    await openRecovery(page, ada.email);
    const field = page.getByLabel(m.auth_reset_label());

    await fillNewPassword(page, '😀😀😀😀');
    await expect(field).toHaveAccessibleDescription(new RegExp(m.auth_password_short({ min: 8 })));
    await fillNewPassword(page, 'ñ'.repeat(37));
    await expect(field).toHaveAccessibleDescription(new RegExp(m.auth_password_long({ max: 72 })));
    await fillNewPassword(page, 'Football2024!');
    await expect(field).toHaveAccessibleDescription(new RegExp(m.auth_password_common()));
    await fillNewPassword(page, 'Ada.Byron.1815');
    await expect(field).toHaveAccessibleDescription(new RegExp(m.auth_password_personal()));
    await fillNewPassword(page, ada.password);
    await expect(field).toHaveAccessibleDescription(new RegExp(m.auth_password_used({ count: 10 })));
    await expect(field).toHaveValue('');
    await signInByHttp(ada);
  });
});

test.describe('the page that takes it', () => {
  test.use({ expectedStatuses: [400] });

  test('opens by the link alone: neither to a stranger nor to somebody who is merely signed in', async ({
    page,
  }) => {
    await page.goto('/reset-password');
    await expect(page).toHaveURL('/forgot-password?error=link_over');
    await expect(page.getByText(m.auth_link_recovery())).toBeVisible();
    await enterAsNewUser(page);
    await page.goto('/reset-password');
    await expect(page).toHaveURL('/forgot-password?error=link_over');
  });

  test('takes no post without the link', async () => {
    const ada = await newUser();
    const invited = await signInByHttp(ada);
    await new HttpBrowser().submit('/forgot-password', { email: ada.email });
    const recovering = new HttpBrowser();
    await recovering.open(pathOf(linkIn(await waitForMail(ada.email))));
    const { path } = await recovering.formFor('/reset-password', { password: '' });

    for (const browser of [new HttpBrowser(), invited, await signInByHttp(await newUser())]) {
      const answer = await browser.post(path, new URLSearchParams({ password: NEW_PASSWORD }).toString());
      expect(answer.headers.get('Location')).toBe('/forgot-password?error=link_over');
    }
    await signInByHttp(ada);
  });

  test('opens once by a link, and then says how to get another', { tag: '@either' }, async ({
    page,
    newVisitor,
  }) => {
    const ada = await newUser();
    await new HttpBrowser().submit('/forgot-password', { email: ada.email });
    const link = linkIn(await waitForMail(ada.email));
    await page.goto(link);
    await expect(page).toHaveURL('/reset-password');

    const second = await newVisitor();
    expect((await second.goto(link))?.status()).toBe(400);
    await expect(second.getByRole('main')).toContainText(m.auth_link_recovery());
    await second.getByRole('link', { name: m.auth_link_new() }).click();
    await expect(second).toHaveURL('/forgot-password');
  });

  test('closes behind whoever has used it', async ({ page }) => {
    const ada = await newUser();
    await openRecovery(page, ada.email);
    await fillNewPassword(page, NEW_PASSWORD);
    await expect(page).toHaveURL(/\/dashboard/);
    await page.goto('/reset-password');
    await expect(page).toHaveURL('/forgot-password?error=link_over');
  });
});
