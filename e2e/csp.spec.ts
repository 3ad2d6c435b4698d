import * as m from '../src/lib/i18n/paraglide/messages';
import { fillSignIn } from './steps/sign-in';
import { newUser } from './support/people';
import { expect, test } from './support/test';

// The watch of support/test.ts fails a test at the first violation; here every kind of movement happens once.
test('loading, navigating in place, posting and going back violate no policy', async ({ page }) => {
  const ada = await newUser({ fullName: 'Ada Byron' });
  await page.goto('/');
  await page.getByRole('banner').getByRole('link', { name: m.site_sign_in() }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.auth_login_title());
  await page.getByRole('button', { name: m.common_show_password() }).click();
  await expect(page.getByLabel(m.auth_password_label(), { exact: true })).toHaveAttribute('type', 'text');
  await fillSignIn(page, ada);
  await expect(page).toHaveURL('/dashboard');

  const navigation = page.getByRole('navigation');
  await navigation.getByRole('link', { name: m.common_nav_account() }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.account_title());
  await page.getByLabel(m.auth_full_name_label()).fill('Ada Lovelace');
  await page.getByRole('button', { name: m.account_submit() }).click();
  await expect(page.getByText(m.account_saved())).toBeVisible();
  await navigation.getByRole('link', { name: m.common_nav_dashboard() }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    m.auth_dashboard_hello({ name: 'Ada Lovelace' }),
  );
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.account_title());
  await page.goForward();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    m.auth_dashboard_hello({ name: 'Ada Lovelace' }),
  );
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a script that comes in from outside does not run', async ({ page, troubles }) => {
  await page.goto('/login');
  const ran = await page.evaluate(async () => {
    document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="window.broken = true">');
    const frame = document.createElement('iframe');
    frame.srcdoc = '<script>parent.broken = true</script>';
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve));
    return Reflect.get(window, 'broken') ?? false;
  });
  expect(ran).toBe(false);
  expect(troubles.splice(0).join('\n')).toMatch(/script-src/);
});
