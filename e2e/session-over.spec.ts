import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import { enterAs, enterAsNewUser, fillSignIn, sessionCookiesOf, signIn } from './steps/sign-in';
import { newUser, type Person } from './support/people';
import { expect, test } from './support/test';

/** What an administrator does, or time. */
async function endSessionsOf({ email }: Person): Promise<void> {
  await owner`delete from auth.sessions where user_id = (select id from auth.users where email = ${email})`;
}

test('a session that is over is said to be, and signing in leads back', { tag: '@either' }, async ({
  page,
}) => {
  const ada = await newUser();
  await signIn(page, ada);
  await endSessionsOf(ada);

  await page.goto('/profile');
  await expect(page).toHaveURL('/login?error=session_expired&next=%2Fprofile');
  await expect(page.getByText(m.auth_login_session_expired())).toBeVisible();
  expect(await sessionCookiesOf(page)).toEqual([]);
  await fillSignIn(page, ada);
  await expect(page).toHaveURL('/profile');
});

test('it is noticed by a navigation in place too', async ({ page }) => {
  const ada = await enterAsNewUser(page);
  await page.goto('/dashboard');
  await endSessionsOf(ada);
  await page.getByRole('navigation').getByRole('link', { name: m.common_nav_account() }).click();
  await expect(page).toHaveURL('/login?error=session_expired&next=%2Faccount');
  await expect(page.getByText(m.auth_login_session_expired())).toBeVisible();
});

test('a deleted account has none', async ({ page }) => {
  const ada = await newUser();
  await enterAs(page, ada);
  await owner`delete from auth.users where email = ${ada.email}`;
  await page.goto('/dashboard');
  await expect(page).toHaveURL('/login?error=session_expired&next=%2Fdashboard');
});

test('saving a form after it leads to sign-in, and saves nothing', { tag: '@either' }, async ({ page }) => {
  const ada = await enterAsNewUser(page, { fullName: 'Ada Byron' });
  await page.goto('/account');
  await endSessionsOf(ada);
  await page.getByLabel(m.auth_full_name_label()).fill('Ada Lovelace');
  await page.getByRole('button', { name: m.account_submit() }).click();
  await expect(page).toHaveURL('/login?error=session_expired&next=%2Faccount');
  await fillSignIn(page, ada);
  await expect(page.getByLabel(m.auth_full_name_label())).toHaveValue('Ada Byron');
});
