import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { subscribeTo } from './steps/billing';
import { enterAs, enterAsNewUser } from './steps/sign-in';
import { closeLedger, newUserWith } from './steps/wallet';
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
