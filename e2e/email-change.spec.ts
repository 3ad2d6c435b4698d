import * as m from '../src/lib/i18n/paraglide/messages';
import { HttpBrowser } from './http/http-browser';
import { pathOf } from './http/text';
import { confirmByPassword } from './steps/confirm';
import { enterAsNewUser, fillSignIn, letTimePass, signInByHttp } from './steps/sign-in';
import { linkIn } from './steps/sign-up';
import { waitForMail, waitForNotice } from './support/mailbox';
import { newPerson, newUser } from './support/people';
import { expect, test } from './support/test';

const EMAIL = '/account/email';

test.use({ expectedStatuses: [400] });

test('an account moves to another address when both have confirmed it', { tag: '@either' }, async ({
  page,
  newVisitor,
}) => {
  const ada = await enterAsNewUser(page);
  const phone = await signInByHttp(ada);
  await letTimePass(ada);
  const { email } = newPerson();

  await page.goto('/account');
  await page.getByRole('link', { name: m.auth_email_title() }).click();
  await page.getByLabel(m.auth_email_new_label()).fill(email);
  await page.getByRole('button', { name: m.auth_email_submit(), exact: true }).click();
  await confirmByPassword(page, ada);
  await expect(page.getByText(m.auth_fresh_again())).toBeVisible();
  await expect(page.getByLabel(m.auth_email_new_label())).toHaveValue(email);
  await page.getByRole('button', { name: m.auth_email_submit(), exact: true }).click();
  await expect(page.getByText(m.auth_email_asked())).toBeVisible();
  await expect(page.getByText(m.auth_email_pending_open())).toHaveCount(2);

  const [current, fresh] = [linkIn(await waitForMail(ada.email)), linkIn(await waitForMail(email))];
  const reader = await newVisitor();
  await reader.goto(fresh);
  await expect(reader.getByText(m.auth_email_link_lead({ from: ada.email, to: email }))).toBeVisible();
  await reader.getByRole('button', { name: m.auth_email_link_submit() }).click();
  await expect(reader.getByText(m.auth_email_half_lead({ email: ada.email }))).toBeVisible();
  await page.goto(EMAIL);
  await expect(page.getByText(m.auth_email_pending_done(), { exact: true })).toBeVisible();

  await reader.goto(current);
  await reader.getByRole('button', { name: m.auth_email_link_submit() }).click();
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText(m.auth_email_changed_title());
  // Nobody is let in by a mail about an address.
  await reader.getByRole('link', { name: m.auth_email_go_account() }).click();
  await expect(reader).toHaveURL('/login?next=%2Faccount');
  await fillSignIn(reader, { ...ada, email });
  await expect(reader).toHaveURL('/account');

  await page.goto(EMAIL);
  await expect(page.getByRole('main').getByText(email, { exact: true })).toBeVisible();
  expect((await phone.open('/profile')).status).toBe(302);
  const told = await waitForNotice(ada.email, 2);
  expect(told.subject).toBe(m.security_notice_email_changed());
  const again = await reader.goto(current);
  expect(again?.status()).toBe(400);
  await expect(reader.getByText(m.auth_email_link_over())).toBeVisible();
});

test('a program that opens every link of a mail confirms nothing', async () => {
  const ada = await newUser();
  const browser = await signInByHttp(ada);
  const { email } = newPerson();
  await browser.submit(EMAIL, { email });
  for (const to of [ada.email, email]) {
    const path = pathOf(linkIn(await waitForMail(to)));
    const scanner = new HttpBrowser();
    for (const place of [path, path.replace('/auth/confirm', '/auth/email-change')]) {
      expect((await scanner.open(place)).status).toBeLessThan(400);
    }
  }
  const page = await browser.open(EMAIL);
  expect(page.body).toContain(m.auth_email_pending_title());
  expect(page.body).not.toContain(`>${m.auth_email_pending_done()}<`);
});
