import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { formatMoney } from '../src/lib/money';
import { formsIn } from './http/forms';
import type { Answer, HttpBrowser } from './http/http-browser';
import { textOf } from './http/text';
import { enterAs, signInByHttp } from './steps/sign-in';
import { balanceOf, closeLedger, newUserWith, topUp, writeTransfer } from './steps/wallet';
import { newUser } from './support/people';
import { expect, test } from './support/test';

test.afterAll(closeLedger);

const money = (amount: bigint, locale: 'en' | 'es' = 'en') => formatMoney(amount, 'EUR', { locale });

const sendButton = (page: Page, amount: bigint) =>
  page.getByRole('button', { name: m.wallet_send_amount({ amount: money(amount) }) });

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('money is written, read back with amount and person, and sent', { tag: '@either' }, async ({
      page,
      newVisitor,
    }) => {
      const ada = await newUserWith(10_000n, { fullName: 'Ada Byron' });
      const ben = await newUser({ fullName: 'Ben Ruiz' });
      await enterAs(page, ada);
      await page.goto('/dashboard');
      const place = m.common_nav_wallet({}, { locale });
      await page.getByRole('navigation').getByRole('link', { name: place }).click();
      await expect(page.getByRole('main')).toContainText(money(10_000n, locale));
      await page.getByRole('link', { name: m.wallet_send_money({}, { locale }) }).click();

      const amount = locale === 'en' ? '25.00' : '25,00';
      await writeTransfer(page, { recipient: ben.email, amount, note: 'For the tiles' });
      const main = page.getByRole('main');
      await expect(page.getByRole('heading', { name: m.wallet_is_this_right({}, { locale }) })).toBeVisible();
      for (const text of [ben.email, 'For the tiles', money(2_500n, locale), money(7_500n, locale)]) {
        await expect(main).toContainText(text);
      }
      expect(await balanceOf(ben)).toBe(0n);

      const sentAmount = money(2_500n, locale);
      await page
        .getByRole('button', { name: m.wallet_send_amount({ amount: sentAmount }, { locale }) })
        .click();
      const notice = m.wallet_sent_notice({ amount: sentAmount, name: 'Ben Ruiz' }, { locale });
      await expect(page.getByText(notice)).toBeVisible();
      await expect(main).toContainText(money(7_500n, locale));
      const [, latest] = await page.getByRole('row').all();
      await expect(latest ?? main).toContainText(m.wallet_sent_to({ name: 'Ben Ruiz' }, { locale }));

      const other = await newVisitor();
      await enterAs(other, ben);
      await other.goto('/wallet');
      await expect(other.getByRole('main')).toContainText('Ada Byron');
      await expect(other.getByRole('main')).toContainText('For the tiles');
      expect(await balanceOf(ben)).toBe(2_500n);
    });
  });
}

test.describe('what is not right', () => {
  test.use({ expectedStatuses: [400, 409, 422] });

  test('more than there is is refused, and what was typed stays', { tag: '@either' }, async ({ page }) => {
    const [ada, ben] = [await newUserWith(1_000n), await newUser()];
    await enterAs(page, ada);
    await page.goto('/wallet/send');
    await writeTransfer(page, { recipient: ben.email, amount: '10,01', note: 'Too much' });
    await expect(page.getByText(m.wallet_not_enough())).toBeVisible();
    await expect(page.getByLabel(m.wallet_recipient())).toHaveValue(ben.email);
    await expect(page.getByLabel(m.wallet_amount(), { exact: true })).toHaveValue('10,01');
    await expect(page.getByLabel(m.wallet_note())).toHaveValue('Too much');

    await writeTransfer(page, { recipient: ben.email, amount: '10,00' });
    await sendButton(page, 1_000n).click();
    await expect(page).toHaveURL(/\/wallet\?currency=EUR&sent=/);
    expect([await balanceOf(ada), await balanceOf(ben)]).toEqual([0n, 1_000n]);
  });

  test('what is no amount is said beside the field', { tag: '@either' }, async ({ page }) => {
    await enterAs(page, await newUserWith(1_000n));
    await page.goto('/wallet/send');
    await writeTransfer(page, { recipient: 'somebody@example.test', amount: '1.234' });
    const amount = page.getByLabel(m.wallet_amount(), { exact: true });
    await expect(amount).toHaveAccessibleDescription(new RegExp(m.wallet_amount_ambiguous().slice(0, 20)));
    await expect(amount).toHaveValue('1.234');
  });

  test('an address that nobody receives at is found out at the end, and nothing is sent', {
    tag: '@either',
  }, async ({ page }) => {
    const [ada, ben] = [await newUserWith(1_000n), await newUser()];
    await enterAs(page, ada);
    await page.goto('/wallet/send');
    await writeTransfer(page, { recipient: 'nobody@example.test', amount: '5' });
    await sendButton(page, 500n).click();
    await expect(page.getByText(m.wallet_unknown_recipient())).toBeVisible();
    await expect(page.getByLabel(m.wallet_recipient())).toHaveValue('nobody@example.test');

    await writeTransfer(page, { recipient: ben.email, amount: '5' });
    await sendButton(page, 500n).click();
    await expect(page).toHaveURL(/sent=/);
    expect([await balanceOf(ada), await balanceOf(ben)]).toEqual([500n, 500n]);
  });
});

test('before it is sent it can be changed, and nothing has to be written twice', { tag: '@either' }, async ({
  page,
}) => {
  const [ada, ben] = [await newUserWith(1_000n), await newUser()];
  await enterAs(page, ada);
  await page.goto('/wallet/send');
  await writeTransfer(page, { recipient: ben.email, amount: '7', note: 'Lunch' });
  await page.getByRole('button', { name: m.wallet_change_transfer() }).click();
  await expect(page.getByLabel(m.wallet_note())).toHaveValue('Lunch');
  await expect(page.getByLabel(m.wallet_recipient())).toHaveValue(ben.email);
  await page.getByLabel(m.wallet_amount(), { exact: true }).fill('8');
  await page.getByRole('button', { name: m.wallet_check_transfer() }).click();
  await sendButton(page, 800n).click();
  await expect(page).toHaveURL(/sent=/);
  expect(await balanceOf(ben)).toBe(800n);
});

test.describe('one transfer', () => {
  test('is what a double click sends', { tag: '@either' }, async ({ page }) => {
    const [ada, ben] = [await newUserWith(1_000n), await newUser()];
    await enterAs(page, ada);
    await page.goto('/wallet/send');
    await writeTransfer(page, { recipient: ben.email, amount: '3' });
    await sendButton(page, 300n).dblclick();
    await expect(page).toHaveURL(/sent=/);
    expect([await balanceOf(ada), await balanceOf(ben)]).toEqual([700n, 300n]);
  });

  test('is what the back button and sending again come to', { tag: '@either' }, async ({ page }) => {
    const [ada, ben] = [await newUserWith(1_000n), await newUser()];
    await enterAs(page, ada);
    await page.goto('/wallet/send');
    await writeTransfer(page, { recipient: ben.email, amount: '3' });
    await sendButton(page, 300n).click();
    await expect(page).toHaveURL(/sent=/);
    const first = page.url();
    // Without script the page before was posted: the browser asks whether to post it again, and a reload is the yes.
    const isAsked = await page.goBack().then(
      () => false,
      () => true,
    );
    if (isAsked) {
      // The browser's own page that asks takes a moment to stand there.
      await expect(async () => {
        await page.reload();
        await expect(sendButton(page, 300n)).toBeVisible({ timeout: 2_000 });
      }).toPass();
      await sendButton(page, 300n).click();
      await expect(page).toHaveURL(first);
    } else {
      await expect(page.getByLabel(m.wallet_recipient())).toBeVisible();
    }
    expect([await balanceOf(ada), await balanceOf(ben)]).toEqual([700n, 300n]);
  });

  test('is what eight posts of one form are, at once and later, and each is told the same', async () => {
    const [ada, ben] = [await newUserWith(1_000n), await newUser()];
    const browser = await signInByHttp(ada);
    const post = await confirmed(browser, { recipient: ben.email, amount: '2', note: '' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => post()));
    answers.push(await post());
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(new Set(answers.map(({ headers }) => headers.get('Location'))).size).toBe(1);
    expect([await balanceOf(ada), await balanceOf(ben)]).toEqual([800n, 200n]);

    const other = await post({ amount: '9.00' });
    expect(other.status).toBe(422);
    expect(textOf(other.body)).toContain(m.error_command_differs());
    expect(await balanceOf(ada)).toBe(800n);
  });
});

/** Goes through the first step as a browser without script, and answers what posts the second. */
async function confirmed(browser: HttpBrowser, written: Record<string, string>) {
  const first = await browser.formFor('/wallet/send', written);
  const fields = { ...first.fields, ...written, step: 'check' };
  const page = await browser.post(first.path, new URLSearchParams(fields).toString());
  const form = formsIn(page.body).find(({ fields: found }) => 'key' in found);
  if (!form) throw new Error(`no second step (${page.status})`);
  const { pathname, search } = new URL(form.action, browser.origin + first.path);
  return (changed: Record<string, string> = {}): Promise<Answer> =>
    browser.post(
      pathname + search,
      new URLSearchParams({ ...form.fields, step: 'send', ...changed }).toString(),
    );
}

test('a form without its key, or with one that is none, sends nothing', async () => {
  const [ada, ben] = [await newUserWith(1_000n), await newUser()];
  const post = await confirmed(await signInByHttp(ada), { recipient: ben.email, amount: '2', note: '' });
  for (const key of ['', 'k'.repeat(256), 'a b']) {
    const answer = await post({ key });
    expect(answer.status).toBe(400);
    expect(textOf(answer.body)).toContain(m.error_command_without_key());
  }
  expect(await balanceOf(ada)).toBe(1_000n);
});

test('nobody is told of a transfer that was not theirs, or not made', async () => {
  const [ada, ben] = [await newUserWith(1_000n), await newUser({ fullName: 'Ben Ruiz' })];
  const browser = await signInByHttp(ada);
  const { headers } = await (await confirmed(browser, { recipient: ben.email, amount: '2', note: '' }))();
  const address = headers.get('Location') ?? '';
  const notice = m.wallet_sent_notice({ amount: money(200n), name: 'Ben Ruiz' });
  const path = new URL(address, browser.origin);
  expect(textOf((await browser.open(path.pathname + path.search)).body)).toContain(notice);
  const stranger = await signInByHttp(await newUserWith(1n));
  for (const one of [stranger, await signInByHttp(ben)]) {
    const answer = await one.open(path.pathname + path.search);
    expect(answer.status).toBe(200);
    expect(textOf(answer.body)).not.toContain(notice);
  }
});

test('a long statement has pages, and an address that makes no sense shows the first', async ({ page }) => {
  const ada = await newUserWith(10_000n);
  for (let turn = 0; turn < 24; turn++) await topUp(ada, BigInt(turn + 1));
  await enterAs(page, ada);
  await page.goto('/wallet');
  await expect(page.getByRole('row')).toHaveCount(21);
  await page.getByRole('link', { name: m.common_older() }).click();
  await expect(page.getByRole('row')).toHaveCount(6);
  await expect(page.getByRole('main')).toContainText(money(10_000n));
  await page.getByRole('link', { name: m.common_newer() }).click();
  await expect(page.getByRole('row')).toHaveCount(21);
  await page.goto('/wallet?older=nonsense&currency=XYZ&sent=1');
  await expect(page.getByRole('row')).toHaveCount(21);
});
