import type { Page } from '@playwright/test';
import * as m from '../../src/lib/i18n/paraglide/messages';
import { languageOf } from './sign-in';

/** Takes a plan at that price, living in Spain, in the language of the page, up to `/billing`. */
export async function subscribeTo(page: Page, priceId: string): Promise<void> {
  await page.goto(`/billing/subscribe?price=${priceId}`);
  const options = { locale: await languageOf(page) };
  await page.getByLabel(m.billing_country({}, options)).selectOption('ES');
  await page.getByRole('button', { name: m.billing_check_plan({}, options) }).click();
  await page.getByRole('button', { name: m.billing_subscribe_submit({}, options) }).click();
  await page.waitForURL(/\/billing\?notice=subscribed/);
}
