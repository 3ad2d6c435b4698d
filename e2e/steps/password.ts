import type { Page } from '@playwright/test';
import * as m from '../../src/lib/i18n/paraglide/messages';
import { languageOf } from './sign-in';

/** Fills in the form of `/account/password`, in the language of the page, and sends it. */
export async function fillChange(page: Page, currentPassword: string, newPassword: string): Promise<void> {
  const options = { locale: await languageOf(page) };
  await page.getByLabel(m.auth_change_current({}, options), { exact: true }).fill(currentPassword);
  await page.getByLabel(m.auth_reset_label({}, options), { exact: true }).fill(newPassword);
  await page.getByRole('button', { name: m.auth_reset_submit({}, options) }).click();
}
