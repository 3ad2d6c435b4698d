import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import { HttpBrowser } from './http/http-browser';
import { textOf } from './http/text';
import { confirmByPassword } from './steps/confirm';
import { enterAs, enterAsNewUser, fillSignIn, languageOf, letTimePass, signInByHttp } from './steps/sign-in';
import { waitForMail } from './support/mailbox';
import { newUser, type Person } from './support/people';
import { expect, test } from './support/test';

const PAGE = '/account/delete';

async function typeAndDelete(page: Page, { email }: Person, typed = email): Promise<void> {
  const options = { locale: await languageOf(page) };
  await page.getByLabel(m.account_delete_email_label({ email }, options)).fill(typed);
  await page.getByRole('button', { name: m.account_delete_submit({}, options) }).click();
}

async function isThere({ email }: Person): Promise<boolean> {
  return (await owner`select from auth.users where email = ${email}`).length === 1;
}

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale, expectedStatuses: [401] });

    test('whoever leaves is out on every device, and hears of it once more', { tag: '@either' }, async ({
      page,
    }) => {
      const ada = await newUser({ fullName: 'Ada Byron' });
      const phone = await signInByHttp(ada);
      await enterAs(page, ada);
      await page.goto('/account');
      await page
        .getByRole('main')
        .getByRole('link', { name: m.account_delete_title({}, { locale }) })
        .click();
      await expect(page.getByText(m.account_delete_stays_invoices({}, { locale }))).toBeVisible();
      await typeAndDelete(page, ada);

      await expect(page).toHaveURL('/goodbye');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        m.account_goodbye_title({}, { locale }),
      );
      expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('alcazar-auth');
      for (const path of ['/dashboard', '/account/q-data.json']) {
        expect((await phone.open(path)).headers.get('Location')).toContain('/login');
      }
      expect((await waitForMail(ada.email)).subject).toBe(m.account_goodbye_mail_subject({}, { locale }));
      expect(await isThere(ada)).toBe(false);

      await page.goto('/login');
      await fillSignIn(page, ada);
      await expect(page.getByText(m.auth_credentials_wrong({}, { locale }))).toBeVisible();
    });
  });
}

test.describe('nothing is deleted', () => {
  test.use({ expectedStatuses: [400] });

  test('by another address, which stays in the field', { tag: '@either' }, async ({ page }) => {
    const ada = await enterAsNewUser(page);
    await page.goto(PAGE);
    await typeAndDelete(page, ada, 'grace@example.test');
    const field = page.getByLabel(m.account_delete_email_label({ email: ada.email }));
    await expect(field).toHaveAccessibleDescription(new RegExp(m.account_delete_email_wrong()));
    await expect(field).toHaveValue('grace@example.test');
    expect(await isThere(ada)).toBe(true);
    await page.goto('/dashboard');
    await expect(page).toHaveURL('/dashboard');
  });

  test('before a browser that was left open has said who is there; what was typed is kept', {
    tag: '@either',
  }, async ({ page }) => {
    const ada = await enterAsNewUser(page);
    await letTimePass(ada);
    await page.goto(PAGE);
    await typeAndDelete(page, ada);
    await expect(page).toHaveURL(`/account/confirm?next=${encodeURIComponent(PAGE)}`);
    expect(await isThere(ada)).toBe(true);
    await confirmByPassword(page, ada);
    await expect(page).toHaveURL(PAGE);
    await expect(page.getByText(m.auth_fresh_again())).toBeVisible();
    await expect(page.getByLabel(m.account_delete_email_label({ email: ada.email }))).toHaveValue(ada.email);
    expect(await isThere(ada)).toBe(true);
    await page.getByRole('button', { name: m.account_delete_submit() }).click();
    await expect(page).toHaveURL('/goodbye');
  });

  test('by opening the page, by an empty form, or from another site', async () => {
    const ada = await newUser();
    const browser = await signInByHttp(ada);
    const { path } = await browser.formFor(PAGE, { email: '' });
    const body = new URLSearchParams({ email: ada.email }).toString();
    expect((await browser.open(`${path}&${body}`)).status).toBe(200);
    expect((await browser.post(path, '')).status).toBe(400);
    expect((await browser.post(path, body, { Origin: 'https://evil.example' })).status).toBe(403);
    expect((await new HttpBrowser().post(path, body)).status).toBe(302);
    expect(await isThere(ada)).toBe(true);
  });

  test('while there is money in the wallet', async () => {
    const ada = await newUser();
    await giveMoney(ada);
    const browser = await signInByHttp(ada);
    const answer = await browser.submit(PAGE, { email: ada.email });
    expect(answer.status).toBe(409);
    expect(textOf(answer.body)).toContain(m.account_delete_money());
    expect(await isThere(ada)).toBe(true);
    expect((await browser.open('/dashboard')).status).toBe(200);
  });
});

test('one’s own address counts in any case, and with spaces around it', async () => {
  const ada = await newUser();
  const browser = await signInByHttp(ada);
  const answer = await browser.submit(PAGE, { email: ` ${ada.email.toUpperCase()} ` });
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/goodbye']);
  expect(answer.headers.get('Cache-Control')).toBe('private, no-store');
  expect(await isThere(ada)).toBe(false);
});

/** Five euros in their wallet, as a payment would put them there. */
async function giveMoney({ email }: Person): Promise<void> {
  await owner.begin(async (tx) => {
    const [wallet] = await tx`
      insert into ledger_accounts (kind, user_id, currency) select 'wallet', id, 'EUR' from profiles where email = ${email} returning id`;
    const [posted] = await tx`
      insert into ledger_transactions (kind, currency, posted_at, entry_count, reference)
      values ('top_up', 'EUR', now(), 2, ${crypto.randomUUID()}) returning id`;
    await tx`
      insert into ledger_entries (transaction_id, account_id, amount, currency, posted_at)
      select ${posted?.id}, id, amount, 'EUR', now()
      from (values (${wallet?.id}::uuid, 500), ((select id from ledger_accounts where kind = 'clearing' and currency = 'EUR'), -500))
        as part (id, amount)`;
  });
}
