import * as m from '../src/lib/i18n/paraglide/messages';
import { formsIn } from './http/forms';
import { HttpBrowser } from './http/http-browser';
import { pathOf } from './http/text';
import { fillSignIn, signInByHttp } from './steps/sign-in';
import { linkIn } from './steps/sign-up';
import { waitForMail } from './support/mailbox';
import { newPerson, newUser } from './support/people';
import { expect, test } from './support/test';

test('a first visit to a page behind the door leads back to it, without a reproach', {
  tag: '@either',
}, async ({ page }) => {
  await page.goto('/profile?tab=name');
  await expect(page).toHaveURL(`/login?next=${encodeURIComponent('/profile?tab=name')}`);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText(m.auth_login_session_expired())).toHaveCount(0);
  await fillSignIn(page, await newUser());
  await expect(page).toHaveURL('/profile?tab=name');
});

test('a wrong password does not forget it', async () => {
  const { email } = await newUser();
  const browser = new HttpBrowser();
  const { path, fields } = await browser.formFor('/login?next=/profile', { email: '', password: '' });
  const typed = new URLSearchParams({ ...fields, email, password: 'not-the-harbour-42' });
  const refused = await browser.post(path, typed.toString());
  expect(refused.status).toBe(401);
  expect(formsIn(refused.body)[0]?.fields).toMatchObject({ email, next: '/profile', password: '' });
});

test('it outlives the mail that confirms an address: whoever chose a plan first comes to that plan', async () => {
  const target = '/billing/subscribe?price=pro-year-eur';
  const [ada, browser] = [newPerson(), new HttpBrowser()];
  await browser.submit(`/signup?${new URLSearchParams({ next: target })}`, { ...ada });
  const followed = await browser.open(pathOf(linkIn(await waitForMail(ada.email))));
  expect([followed.status, followed.headers.get('Location')]).toEqual([303, target]);
});

const TRICKS = [
  'https://evil.example/',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/%09/evil.example',
  '/%2F/evil.example',
  '/%5Cevil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  'http:evil.example',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  ' //evil.example',
  '@evil.example',
  '.evil.example',
  '/login?next=//evil.example',
  '/logout',
  '/auth/confirm?token_hash=x&type=signup',
  '/dashboard/q-data.json',
  '/%0d%0aLocation:%20https://evil.example',
  '/\r\nLocation: https://evil.example',
  `/${'a'.repeat(5000)}`,
];

test('the destination is never another site, whatever is written into the address or the form', async () => {
  const { email, password } = await newUser();
  for (const next of TRICKS) {
    const query = `/login?${new URLSearchParams({ next })}`;
    const byAddress = await new HttpBrowser().submit(query, { email, password });
    expect(byAddress.headers.get('Location'), `address: ${next}`).toBe('/dashboard');
    const byForm = await new HttpBrowser().submit('/login', { email, password, next });
    expect(byForm.headers.get('Location'), `form: ${next}`).toBe('/dashboard');
  }
});

test('nor is it for somebody who is signed in already', async () => {
  const browser = await signInByHttp(await newUser());
  for (const next of TRICKS) {
    const answer = await browser.open(`/login?${new URLSearchParams({ next })}`);
    expect([answer.status, answer.headers.get('Location')], next).toEqual([302, '/dashboard']);
  }
});
