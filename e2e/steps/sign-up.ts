import type { Page } from '@playwright/test';
import * as m from '../../src/lib/i18n/paraglide/messages';
import type { Mail } from '../support/mailbox';
import type { Person } from '../support/people';
import { languageOf } from './sign-in';

/** Fills in the sign-up form of the page that is open, in its language, and sends it. */
export async function fillSignUp(page: Page, { fullName, email, password }: Person): Promise<void> {
  const options = { locale: await languageOf(page) };
  await page.getByLabel(m.auth_full_name_label({}, options)).fill(fullName);
  await page.getByLabel(m.auth_email_label({}, options)).fill(email);
  await page.getByLabel(m.auth_password_label({}, options), { exact: true }).fill(password);
  await page.getByRole('button', { name: m.auth_signup_submit({}, options) }).click();
}

/** The one address of the app that a mail asks its reader to open. Throws when it names none, or more than one. */
export function linkIn({ links, subject }: Mail): string {
  const [link, ...others] = new Set(links.filter((href) => href.includes('/auth/confirm?')));
  if (!link || others.length > 0) throw new Error(`"${subject}" links to ${links.join(', ')}`);
  return link;
}
