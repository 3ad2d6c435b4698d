import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { formatMoney } from '../src/lib/money';
import { owner } from '../src/lib/testing/owner';
import { openInvoice, subscribeTo } from './steps/billing';
import { enterAs, languageOf } from './steps/sign-in';
import { balanceOf, closeLedger, newUserWith } from './steps/wallet';
import { newUser, type Person } from './support/people';
import { expect, test } from './support/test';

test.afterAll(closeLedger);

const money = (amount: bigint, locale: 'en' | 'es' = 'en') => formatMoney(amount, 'EUR', { locale });

/** From the wallet to the test provider's page, with 25.00 written. */
async function goToPay(page: Page): Promise<void> {
  const options = { locale: await languageOf(page) };
  await page.getByRole('link', { name: m.payments_top_up({}, options) }).click();
  await page.getByLabel(m.wallet_amount({}, options), { exact: true }).fill('25');
  await page.getByRole('button', { name: m.payments_check_top_up({}, options) }).click();
  const amount = money(2_500n, options.locale);
  await page.getByRole('button', { name: m.payments_go_and_pay({ amount }, options) }).click();
  await expect(page).toHaveURL(/\/test-checkout\//);
  await expect(page.getByText(m.payments_test_notice({}, options))).toBeVisible();
}

const press = (page: Page, name: string) => page.getByRole('button', { name }).click();

/** What has become of the webhooks about this person's checkouts, once all have come. */
async function toldOf({ email }: Person): Promise<string[]> {
  const events = await owner`
    select type, status from webhook_events
    where payload::json ->> 'order' in (
      select checkouts.id::text from checkouts join profiles on profiles.id = user_id where email = ${email})
    order by type`;
  return events.map(({ type, status }) => `${type} ${status}`);
}

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('money is brought in by card, and arrives once whatever is gone back to', {
      tag: '@either',
    }, async ({ page }) => {
      const ada = await newUser();
      await enterAs(page, ada);
      await page.goto('/wallet');
      await goToPay(page);
      const checkout = page.url();
      await page.goto('/wallet');
      const amount = money(2_500n, locale);
      await expect(page.getByText(m.payments_is_open({ amount }, { locale }))).toBeVisible();
      expect(await balanceOf(ada)).toBe(0n);

      await page.goto(checkout);
      await press(page, m.payments_test_pay({ amount }, { locale }));
      await expect(page).toHaveURL(/\/wallet\/payments\?id=/);
      await expect(page.getByText(m.payments_is_paid({ amount }, { locale }))).toBeVisible();
      await expect(page.getByText(m.payments_state_paid({}, { locale }), { exact: true })).toBeVisible();

      await page.goto(checkout);
      await expect(page.getByText(m.payments_test_paid({}, { locale }))).toBeVisible();
      await expect
        .poll(() => toldOf(ada), { timeout: 20_000 })
        .toEqual(['checkout.opened unknown', 'checkout.paid handled']);
      expect(await balanceOf(ada)).toBe(2_500n);
      await page.goto('/wallet');
      await expect(page.getByRole('main')).toContainText(amount);
      await expect(page.getByRole('row').nth(1)).toContainText(m.wallet_top_up({}, { locale }));
    });
  });
}

test('a declined card and a cancelled payment charge nothing, and say so', { tag: '@either' }, async ({
  page,
}) => {
  const ada = await newUser();
  await enterAs(page, ada);
  for (const [choice, sentence] of [
    [m.payments_test_decline(), m.payments_is_declined()],
    [m.payments_test_cancel(), m.payments_is_cancelled()],
  ] as const) {
    await page.goto('/wallet');
    await goToPay(page);
    await press(page, choice);
    await expect(page.getByText(sentence)).toBeVisible();
    await expect(page.getByRole('link', { name: m.payments_try_again() })).toBeVisible();
  }
  expect(await balanceOf(ada)).toBe(0n);
});

test('whoever comes back without having paid is told so, and can go on', { tag: '@either' }, async ({
  page,
}) => {
  await enterAs(page, await newUser());
  await page.goto('/wallet');
  await goToPay(page);
  await page.getByRole('link', { name: m.payments_test_back() }).click();
  await expect(page.getByText(m.payments_is_open({ amount: money(2_500n) }))).toBeVisible();
  await page.getByRole('link', { name: m.payments_go_on() }).click();
  await press(page, m.payments_test_pay({ amount: money(2_500n) }));
  await expect(page.getByText(m.payments_is_paid({ amount: money(2_500n) }))).toBeVisible();
});

test('a double click begins one checkout, and a refund takes the money back', { tag: '@either' }, async ({
  page,
}) => {
  const ada = await newUserWith(100n);
  await enterAs(page, ada);
  await page.goto('/wallet/top-up');
  await page.getByLabel(m.wallet_amount(), { exact: true }).fill('25');
  await press(page, m.payments_check_top_up());
  await page.getByRole('button', { name: m.payments_go_and_pay({ amount: money(2_500n) }) }).dblclick();
  await expect(page).toHaveURL(/\/test-checkout/);
  const checkout = page.url();
  const [begun] = await owner`
    select count(*)::int as count from checkouts join profiles on profiles.id = user_id where email = ${ada.email}`;
  expect(begun).toEqual({ count: 1 });
  await press(page, m.payments_test_pay({ amount: money(2_500n) }));
  await expect(page.getByText(m.payments_is_paid({ amount: money(2_500n) }))).toBeVisible();

  await page.goto(checkout);
  await press(page, m.payments_test_refund({ amount: money(2_500n) }));
  await expect.poll(() => balanceOf(ada), { timeout: 20_000 }).toBe(100n);
  await page.goto('/wallet');
  await expect(page.getByRole('row').nth(1)).toContainText(m.wallet_card_return());
});

test('an invoice is paid by card, from its own page', { tag: '@either' }, async ({ page }) => {
  const ada = await newUser();
  await enterAs(page, ada);
  await subscribeTo(page, 'pro-month-eur');
  const number = await openInvoice(page);
  await press(page, m.payments_pay_by_card());
  await expect(page).toHaveURL(/\/test-checkout/);
  await page.getByRole('button').first().click();
  await expect(page.getByText(m.payments_is_paid_invoice({ number, amount: money(4_900n) }))).toBeVisible();
  expect(await balanceOf(ada)).toBe(0n);
});

test.describe('what is not right', () => {
  test.use({ expectedStatuses: [400, 404, 409] });

  test('too little is said beside the field, and what was typed stays', { tag: '@either' }, async ({
    page,
  }) => {
    await enterAs(page, await newUser());
    await page.goto('/wallet/top-up');
    await page.getByLabel(m.wallet_amount(), { exact: true }).fill('4,99');
    await press(page, m.payments_check_top_up());
    const amount = page.getByLabel(m.wallet_amount(), { exact: true });
    await expect(amount).toHaveAccessibleDescription(
      new RegExp(m.payments_amount_too_small({ min: money(500n) }).slice(0, 12)),
    );
    await expect(amount).toHaveValue('4,99');
  });

  test('what is over is said on the page on which it was decided again', { tag: '@either' }, async ({
    page,
    newVisitor,
  }) => {
    await enterAs(page, await newUser());
    await page.goto('/wallet');
    await goToPay(page);
    const other = await newVisitor();
    await other.goto(page.url());
    await press(page, m.payments_test_pay({ amount: money(2_500n) }));
    await press(other, m.payments_test_decline());
    await expect(other.getByText(m.payments_test_over())).toBeVisible();
    await expect(other).toHaveURL(/\/test-checkout\//);
  });

  test('somebody else’s payment, and a checkout that is none, do not exist', async ({ page, newVisitor }) => {
    await enterAs(page, await newUser());
    await page.goto('/wallet');
    await goToPay(page);
    await press(page, m.payments_test_decline());
    const other = await newVisitor();
    await enterAs(other, await newUser());
    for (const address of [page.url(), '/test-checkout/cs_nobody', '/test-checkout']) {
      expect((await other.goto(address))?.status()).toBe(404);
    }
  });
});

test('the door for webhooks takes what is signed, and nothing else', async ({ request }) => {
  const post = (path: string, data: string, headers: Record<string, string> = {}) =>
    request.post(path, { data, headers: { 'Content-Type': 'application/json', ...headers } });
  expect((await post('/webhooks/test', '{"id":"evt_1","type":"checkout.paid"}')).status()).toBe(400);
  expect((await post('/webhooks/test', '{}', { 'Test-Signature': 't=1,v1=00' })).status()).toBe(400);
  expect((await post('/webhooks/stripe', '{}')).status()).toBe(404);
  expect((await request.get('/webhooks/test')).status()).toBe(405);
});
