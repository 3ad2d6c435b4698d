import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { HttpBrowser } from './http/http-browser';
import { enterAsNewUser } from './steps/sign-in';
import { expect, test } from './support/test';

/** How light what stands behind everything is, from 0 to 1. */
function lightnessOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d');
    if (!canvas) throw new Error('no canvas');
    canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 3 / 255;
  });
}

test('without a choice the page follows the system, also when it changes', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  expect(await lightnessOf(page)).toBeGreaterThan(0.8);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await lightnessOf(page)).toBeLessThan(0.2);
});

test('a choice holds whatever the system says, on every page, and can be taken back', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/login');
  await page.getByRole('button', { name: m.common_theme_dark() }).click();
  await expect(page.getByRole('button', { name: m.common_theme_dark() })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(page).toHaveURL('/login');
  expect(await lightnessOf(page)).toBeLessThan(0.2);

  await enterAsNewUser(page, { fullName: 'Ada Byron' });
  await page.goto('/profile');
  expect(await lightnessOf(page)).toBeLessThan(0.2);

  await page.getByRole('button', { name: m.common_account_menu({ name: 'Ada Byron' }) }).click();
  await page.getByRole('button', { name: m.common_theme_system() }).click();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  await expect(page).toHaveURL('/profile');
  expect(await lightnessOf(page)).toBeGreaterThan(0.8);
});

test('the choice needs no script and stands in the first byte that is drawn', {
  tag: '@no-javascript',
}, async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: m.common_theme_dark() }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a cookie that is no theme is no theme', async () => {
  for (const theme of ['pink', '"><script>', 'dark light', '']) {
    const { body } = await new HttpBrowser().open('/', { Cookie: `theme=${theme}` });
    expect(body.slice(0, 400), theme).not.toContain('data-theme');
  }
});
