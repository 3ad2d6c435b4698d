import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { formatMoney } from '../src/lib/money';
import { HttpBrowser } from './http/http-browser';
import { ownThings } from './http/routes';
import { textOf } from './http/text';
import { openInvoice, subscribeByHttp, subscribeTo } from './steps/billing';
import { enterAs, enterAsNewUser, signInByHttp } from './steps/sign-in';
import { balanceOf, closeLedger, newUserWith } from './steps/wallet';
import { newUser } from './support/people';
import { expect, test } from './support/test';

test.afterAll(closeLedger);

const button = (page: Page, name: string) => page.getByRole('button', { name });

test.describe('prices', () => {
  test('lead a stranger to an account, and whoever has one to the plan', { tag: '@either' }, async ({
    page,
  }) => {
    await page.goto('/');
    await page.getByRole('link', { name: m.site_prices() }).click();
    await page.getByRole('link', { name: m.billing_pricing_yearly() }).click();
    await expect(page.getByRole('main')).toContainText('€490.00');
    const pro = page.getByRole('listitem').filter({ hasText: m.billing_plan_for_pro() });
    const wayIn = pro.getByRole('link', { name: m.billing_subscribe_to({ plan: 'Pro' }) });
    const target = '/billing/subscribe?price=pro-year-eur';
    await expect(wayIn).toHaveAttribute('href', `/signup?next=${encodeURIComponent(target)}`);

    await enterAsNewUser(page);
    await page.goto('/pricing?interval=year');
    await wayIn.click();
    await expect(page.getByLabel(m.billing_plan())).toHaveValue('pro-year-eur');
  });
});

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('a plan is taken, cancelled for the end of its period, kept, and ended at once', {
      tag: '@either',
    }, async ({ page }) => {
      await enterAsNewUser(page);
      await subscribeTo(page, 'pro-month-eur');
      const main = page.getByRole('main');
      await expect(main).toContainText(m.billing_notice_plan({ plan: 'Pro' }, { locale }));
      await expect(main).toContainText(m.billing_plan_active({}, { locale }));

      await page.getByRole('link', { name: m.billing_cancel_plan({}, { locale }) }).click();
      await button(page, m.billing_cancel_later({ end: '' }, { locale }).trim()).click();
      await button(page, m.billing_resume_plan({}, { locale })).click();
      await expect(main).toContainText(m.billing_notice_resumed({}, { locale }));
      await expect(main).toContainText(m.billing_plan_active({}, { locale }));

      await page.getByRole('link', { name: m.billing_cancel_plan({}, { locale }) }).click();
      await button(page, m.billing_cancel_now({ plan: 'Pro' }, { locale })).click();
      await expect(main).toContainText(m.billing_notice_ended({}, { locale }));
      await expect(main).toContainText(m.billing_no_plan_title({}, { locale }));
      await expect(main).toContainText(m.billing_state_void({}, { locale }));
    });
  });
}

test('a second plan is not sold to whoever has one', async ({ page }) => {
  await enterAs(page, await newUserWith(1n));
  await subscribeTo(page, 'pro-month-eur');
  await page.goto('/billing/subscribe?price=team-month-eur');
  await page.getByRole('link', { name: m.billing_change_plan() }).click();
  await expect(page).toHaveURL('/billing/change?price=team-month-eur');
});

const money = (amount: bigint) => formatMoney(amount, 'EUR');
const payButton = (page: Page) => button(page, m.billing_pay_amount({ amount: money(4_900n) }));

test('an invoice is paid from the wallet, and then the plan is changed for what was shown', {
  tag: '@either',
}, async ({ page }) => {
  const ada = await newUserWith(20_000n);
  await enterAs(page, ada);
  await subscribeTo(page, 'pro-month-eur');
  const number = await openInvoice(page);
  await payButton(page).click();
  await expect(page.getByText(m.billing_notice_paid())).toBeVisible();
  expect(await balanceOf(ada)).toBe(15_100n);
  await page.goto('/wallet');
  await expect(page.getByRole('link', { name: number })).toHaveAttribute(
    'href',
    `/billing/invoices/${number}`,
  );

  await page.goto('/billing');
  await page.getByRole('link', { name: m.billing_change_plan() }).click();
  await page.getByLabel(m.billing_plan_new()).selectOption('team-month-eur');
  await button(page, m.billing_see_cost()).click();
  const main = page.getByRole('main');
  await expect(main).toContainText(m.billing_line_unused({ plan: 'Pro' }));
  await expect(main).toContainText(money(5_000n));
  await button(page, m.billing_change_submit()).click();
  await expect(main).toContainText(m.billing_notice_plan({ plan: 'Team' }));
  await expect(main).toContainText(
    m.billing_open_pending({ amount: money(5_000n), date: '' }).split(' by')[0] ?? '',
  );
});

test.describe('one payment', () => {
  test.use({ expectedStatuses: [409] });

  test('is what a double click pays, and what going back and sending again comes to', {
    tag: '@either',
  }, async ({ page }) => {
    const ada = await newUserWith(20_000n);
    await enterAs(page, ada);
    await subscribeTo(page, 'pro-month-eur');
    await openInvoice(page);
    await payButton(page).dblclick();
    await expect(page.getByText(m.billing_notice_paid())).toBeVisible();
    expect(await balanceOf(ada)).toBe(15_100n);
    await page.goBack();
    // The page before may stand there as it was: its button sends the same command.
    if (await payButton(page).isVisible()) await payButton(page).click();
    await expect(page.getByText(m.billing_paid_wallet({ date: '' }).split(' on')[0] ?? '')).toBeVisible();
    expect(await balanceOf(ada)).toBe(15_100n);
  });

  test('is what eight posts of one form are, and each is told the same', async () => {
    const ada = await newUserWith(20_000n);
    const browser = await signInByHttp(ada);
    const number = await subscribeByHttp(browser);
    const form = await browser.formFor(`/billing/invoices/${number}`, { number });
    const post = () => browser.post(form.path, new URLSearchParams(form.fields).toString());
    const answers = await Promise.all(Array.from({ length: 8 }, post));
    answers.push(await post());
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(await balanceOf(ada)).toBe(15_100n);
  });
});

test('with too little in the wallet there is no button, and it says what is missing', async ({ page }) => {
  await enterAs(page, await newUserWith(1_000n));
  await subscribeTo(page, 'pro-month-eur');
  await openInvoice(page);
  const words = m.billing_missing_money({ missing: money(3_900n), amount: money(1_000n) });
  await expect(page.getByText(words)).toBeVisible();
  await expect(payButton(page)).toHaveCount(0);
  await expect(page.getByRole('link', { name: m.billing_to_wallet() })).toHaveAttribute(
    'href',
    '/wallet?currency=EUR',
  );
});

test('an invoice prints as a letter, and is kept as a PDF, and the list as a CSV', {
  tag: '@either',
}, async ({ page }) => {
  await enterAs(page, await newUserWith(1n, { fullName: 'Íñigo Łukasz' }));
  await subscribeTo(page, 'pro-month-eur');
  const number = await openInvoice(page);
  const letter = page.getByRole('article');
  await expect(letter).toContainText('Íñigo Łukasz');
  await page.emulateMedia({ media: 'print' });
  await expect(letter).toBeVisible();
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByText(m.billing_pay_title())).toBeHidden();
  await page.emulateMedia({ media: 'screen' });

  const pdf = await downloaded(page, m.billing_download_pdf());
  expect(pdf.name).toBe(`${number}.pdf`);
  expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  await page.goto('/billing/invoices?state=pending');
  const csv = await downloaded(page, m.billing_download_csv());
  expect(csv.name).toMatch(/^alcazar-invoices-\d{4}-\d\d-\d\d\.csv$/);
  expect(csv.bytes.toString()).toContain(`"${number}"`);
});

async function downloaded(page: Page, name: string) {
  const begun = page.waitForEvent('download');
  await page.getByRole('link', { name }).click();
  const file = await begun;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

test('an invoice and its files are their customer’s alone', async () => {
  const [ada, eve] = await Promise.all([signInByHttp(await newUserWith(1n)), signInByHttp(await newUser())]);
  const number = await subscribeByHttp(ada);
  const things = ownThings(number).filter((path) => path.startsWith('/billing'));
  expect(things).toEqual([
    '/billing/invoices.csv',
    `/billing/invoices/${number}`,
    `/billing/invoices/${number}/invoice.pdf`,
  ]);
  for (const path of [...things, `/billing/invoices/${number}/q-data.json`]) {
    const own = await ada.open(path);
    expect(own.status, path).toBe(200);
    expect(own.headers.get('Cache-Control'), path).toBe('private, no-store');
    const other = await eve.open(path);
    expect(other.status, path).toBe(path.endsWith('.csv') ? 200 : 404);
    // The error page repeats no address, and her list is empty.
    expect(other.body, path).not.toContain(path.endsWith('.csv') ? number : '€49.00');
    const stranger = await new HttpBrowser().open(path);
    expect(stranger.status, path).toBe(302);
    expect(textOf(stranger.body), path).not.toContain(number);
  }
});
