import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { HttpBrowser } from './http/http-browser';
import { enterAs, enterAsNewUser, sessionCookiesOf, signInByHttp } from './steps/sign-in';
import { newUser } from './support/people';
import { expect, test } from './support/test';

async function signOut(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: m.common_account_menu({ name }) }).click();
  await page.getByRole('button', { name: m.common_sign_out() }).click();
  await page.waitForURL('/');
}

test('signing out leads to the front page, and every door is closed', { tag: '@either' }, async ({
  page,
}) => {
  await enterAsNewUser(page, { fullName: 'Ada Byron' });
  await page.goto('/dashboard');
  await signOut(page, 'Ada Byron');
  expect(await sessionCookiesOf(page)).toEqual([]);
  await page.goto('/profile');
  await expect(page).toHaveURL('/login?next=%2Fprofile');
});

test('the Back button shows nothing of what was there', { tag: '@either' }, async ({ page }) => {
  await enterAsNewUser(page, { fullName: 'Ada Byron' });
  await page.goto('/dashboard');
  await page.goto('/profile');
  await signOut(page, 'Ada Byron');

  for (const step of ['once', 'twice']) {
    await page.goBack();
    await expect(page, step).toHaveURL(/\/login\?next=/);
    await expect(page.getByText('Ada Byron'), step).toHaveCount(0);
  }
});

test('nor does it after navigating in place', async ({ page }) => {
  await enterAsNewUser(page, { fullName: 'Ada Byron' });
  await page.goto('/dashboard');
  await page.getByRole('navigation').getByRole('link', { name: m.common_nav_account() }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.account_title());
  await signOut(page, 'Ada Byron');
  await page.goBack();
  await expect(page).toHaveURL(/\/login\?next=/);
  await expect(page.getByText('Ada Byron')).toHaveCount(0);
});

test('a cookie that was kept opens nothing any more', async () => {
  const browser = await signInByHttp(await newUser({ fullName: 'Ada Byron' }));
  const kept = { Cookie: browser.jar.header };
  expect((await browser.open('/dashboard')).body).toContain('Ada Byron');
  await browser.post('/logout', '');

  const thief = new HttpBrowser();
  for (const path of ['/dashboard', '/profile', '/dashboard/q-data.json']) {
    const answer = await thief.open(path, kept);
    expect(answer.status, path).toBe(302);
    expect(answer.headers.get('Location'), path).toContain('/login');
    expect(answer.body, path).not.toContain('Ada Byron');
  }
});

test('the other devices stay signed in', async ({ page, newVisitor }) => {
  const ada = await newUser({ fullName: 'Ada Byron' });
  const phone = await newVisitor();
  await enterAs(page, ada);
  await enterAs(phone, ada);
  await page.goto('/dashboard');
  await signOut(page, 'Ada Byron');
  await phone.goto('/dashboard');
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText(
    m.auth_dashboard_hello({ name: 'Ada Byron' }),
  );
});

test('a link to the sign-out page asks first', { tag: '@either' }, async ({ page }) => {
  await enterAsNewUser(page, { fullName: 'Ada Byron' });
  await page.goto('/logout');
  await page.getByRole('link', { name: m.auth_logout_stay() }).click();
  await expect(page).toHaveURL('/dashboard');
  await page.goto('/logout');
  await page.getByRole('button', { name: m.auth_logout_submit() }).click();
  await expect(page).toHaveURL('/');
});

test('signing out twice, or without ever having been in, is no error', async () => {
  const browser = await signInByHttp(await newUser());
  for (const time of ['first', 'second']) {
    expect((await browser.post('/logout', '')).status, time).toBe(303);
  }
  expect((await new HttpBrowser().post('/logout', '')).status).toBe(303);
});
