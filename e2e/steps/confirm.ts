import type { Page } from '@playwright/test';
import * as m from '../../src/lib/i18n/paraglide/messages';
import { languageOf } from './sign-in';

/** Says by this password who is there, on the page that asks for it, in its language. */
export async function confirmByPassword(page: Page, { password }: { password: string }): Promise<void> {
  const options = { locale: await languageOf(page) };
  await page.getByLabel(m.auth_password_label({}, options), { exact: true }).fill(password);
  await page.getByRole('button', { name: m.auth_fresh_password_submit({}, options) }).click();
}
