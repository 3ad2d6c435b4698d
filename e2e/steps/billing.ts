import type { Page } from '@playwright/test';
import * as m from '../../src/lib/i18n/paraglide/messages';
import type { HttpBrowser } from '../http/http-browser';
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

/** A customer's only invoice, as they find it from `/billing`. */
export async function openInvoice(page: Page): Promise<string> {
  await page.getByRole('table').getByRole('link').first().click();
  await page.waitForURL(/\/billing\/invoices\/INV-/);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** Takes the Pro plan without a browser. Answers the number of its invoice. */
export async function subscribeByHttp(browser: HttpBrowser): Promise<string> {
  const { path, fields } = await browser.formFor('/billing/subscribe', { key: '' });
  const chosen = { ...fields, priceId: 'pro-month-eur', country: 'ES', step: 'subscribe' };
  await browser.post(path, new URLSearchParams(chosen).toString());
  const [number] = /INV-\d{4}-\d{6,}/.exec((await browser.open('/billing')).body) ?? [];
  if (!number) throw new Error('there is no invoice');
  return number;
}

/** Pays it from the wallet. */
export async function payByHttp(browser: HttpBrowser, number: string): Promise<void> {
  const { status } = await browser.submit(`/billing/invoices/${number}`, { number });
  if (status !== 303) throw new Error(`${number} could not be paid: ${status}`);
}
