import * as m from '../src/lib/i18n/paraglide/messages';
import { HttpBrowser } from './http/http-browser';
import { pathOf, textOf } from './http/text';
import { enterAsNewUser, fillSignIn } from './steps/sign-in';
import { fillSignUp, linkIn } from './steps/sign-up';
import { countMails, waitForMail } from './support/mailbox';
import { newPerson } from './support/people';
import { expect, test } from './support/test';

test.use({ expectedStatuses: [400] });

test('the link of the mail works once, and then says how to go on', { tag: '@either' }, async ({
  page,
  newVisitor,
}) => {
  const ada = newPerson();
  await page.goto('/signup');
  await fillSignUp(page, ada);
  const link = linkIn(await waitForMail(ada.email));
  await page.goto(link);
  await expect(page).toHaveURL('/dashboard');

  const second = await newVisitor();
  const answer = await second.goto(link);
  expect(answer?.status()).toBe(400);
  await expect(second.getByRole('heading', { level: 1 })).toHaveText(m.auth_link_title());
  await second.getByRole('link', { name: m.auth_login_submit(), exact: true }).click();
  await expect(second.getByRole('heading', { level: 1 })).toHaveText(m.auth_login_title());
  await fillSignIn(second, ada);
  await expect(second).toHaveURL('/dashboard');
});

test('it is replaced by the one that is sent again', { tag: '@either' }, async ({ page }) => {
  const ada = newPerson();
  await page.goto('/signup');
  await fillSignUp(page, ada);
  const first = linkIn(await waitForMail(ada.email));
  await page.getByRole('button', { name: m.auth_mail_resend() }).click();
  await expect(page.getByRole('main')).toContainText(m.auth_mail_resent());

  const second = linkIn(await waitForMail(ada.email, 2));
  expect((await new HttpBrowser().open(pathOf(first))).status).toBe(400);
  await page.goto(second);
  await expect(page).toHaveURL('/dashboard');
});

test('it is not used up by a browser or a scanner that only looks ahead', async ({ page }) => {
  const ada = newPerson();
  await new HttpBrowser().submit('/signup', { ...ada });
  const link = linkIn(await waitForMail(ada.email));
  await fetch(link, { method: 'HEAD', redirect: 'manual' });
  const ahead = await new HttpBrowser().open(pathOf(link), { 'Sec-Purpose': 'prefetch;prerender' });
  expect(ahead.body).toContain(m.auth_confirm_submit());

  await page.goto(link);
  await expect(page).toHaveURL('/dashboard');
});

test('takes nobody else out of their session without asking', { tag: '@either' }, async ({ page }) => {
  const intruder = newPerson({ fullName: 'Somebody Else' });
  await new HttpBrowser().submit('/signup', { ...intruder });
  const link = linkIn(await waitForMail(intruder.email));
  await enterAsNewUser(page, { fullName: 'Ada Byron' });

  await page.goto(link);
  await expect(page.getByRole('main')).toContainText(m.auth_confirm_replaces());
  await page.goto('/dashboard');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ada Byron');

  await page.goto(link);
  await page.getByRole('button', { name: m.auth_confirm_submit() }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Somebody Else');
});

test('a broken one says so, offers a new one and breaks nothing', { tag: '@either' }, async ({ page }) => {
  const ada = newPerson();
  await new HttpBrowser().submit('/signup', { ...ada });
  const { length: mails } = [await waitForMail(ada.email)];

  for (const query of [
    '',
    '?type=signup',
    '?token_hash=made-up&type=signup',
    '?token_hash=x&type=nonsense',
  ]) {
    const answer = await page.goto(`/auth/confirm${query}`);
    expect(answer?.status(), query).toBe(400);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.auth_link_title());
  }
  await page.getByLabel(m.auth_email_label()).fill(ada.email);
  await page.getByRole('button', { name: m.auth_link_new() }).click();
  await page.goto(linkIn(await waitForMail(ada.email, mails + 1)));
  await expect(page).toHaveURL('/dashboard');
});

test('a link that is asked for an address without an account sends nothing and says the same', async () => {
  const nobody = newPerson();
  const waiting = newPerson();
  await new HttpBrowser().submit('/signup', { ...waiting });
  await waitForMail(waiting.email);
  const pages = await Promise.all(
    [nobody, waiting].map(async ({ email }) => {
      const answer = await new HttpBrowser().submit('/auth/confirm', { email });
      return { status: answer.status, text: textOf(answer.body).replaceAll(email, 'the address') };
    }),
  );
  expect(pages[0]).toEqual(pages[1]);
  await waitForMail(waiting.email, 2);
  expect(await countMails(nobody.email)).toBe(0);
});
