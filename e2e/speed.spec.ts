import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { adminRoutes, ownPages, routesBelow } from './http/routes';
import { brokenInto, giveAPast } from './steps/past';
import { enterAsNewAdmin, enterAsNewUser } from './steps/sign-in';
import { idOf, newUser } from './support/people';
import { expect, test } from './support/test';

const OPEN = [...routesBelow('(site)'), '/login', '/login/code', '/signup', '/forgot-password', '/logout'];

/** Addresses of the scripts the page has fetched since this was called. */
function scriptsOf(page: Page): string[] {
  const scripts: string[] = [];
  page.on('request', (request) => {
    const isScript = request.resourceType() === 'script' || /\.m?js(\?|$)/.test(request.url());
    if (isScript) scripts.push(new URL(request.url()).pathname);
  });
  return scripts;
}

/** The sum of all layout shifts so far. */
function shiftOf(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const observer = new PerformanceObserver((list) => {
          const shifts = list.getEntries().map((entry) => Number(Reflect.get(entry, 'value')));
          resolve(shifts.reduce((sum, shift) => sum + shift, 0));
        });
        observer.observe({ type: 'layout-shift', buffered: true });
        // Nothing is reported where nothing has moved.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
      }),
  );
}

/** Who asks, how they come in, and what they may open. */
const VISITORS: [who: string, enter: (page: Page) => Promise<string[]>][] = [
  ['a stranger', async () => [...OPEN, (await brokenInto(await newUser())).link]],
  [
    'somebody signed in',
    async (page) => {
      await giveAPast(await enterAsNewUser(page), 30);
      return ownPages();
    },
  ],
  ['an administrator', async (page) => adminRoutes(await idOf(await enterAsNewAdmin(page)))],
];

for (const [who, enter] of VISITORS) {
  test(`no script is fetched for ${who} before the first touch, and nothing moves`, async ({ page }) => {
    const paths = await enter(page);
    const scripts = scriptsOf(page);
    for (const path of paths) {
      await page.goto(path, { waitUntil: 'networkidle' });
      expect(scripts, path).toEqual([]);
      expect(await shiftOf(page), path).toBeLessThan(0.01);
    }
  });
}

test('a link in the navigation goes there in place, as the browser would', async ({ page }) => {
  await enterAsNewUser(page, { fullName: 'Ada Byron' });
  await page.goto('/dashboard');
  const documents: string[] = [];
  page.on('request', (request) => request.isNavigationRequest() && documents.push(request.url()));
  const navigation = page.getByRole('navigation');
  const account = navigation.getByRole('link', { name: m.common_nav_account(), exact: true });

  await account.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.account_title());
  await expect(page).toHaveURL('/account');
  await expect(page).toHaveTitle(new RegExp(m.account_title()));
  await expect(account).toHaveAttribute('aria-current', 'page');
  await page.goBack();
  await expect(page).toHaveURL('/dashboard');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    m.auth_dashboard_hello({ name: 'Ada Byron' }),
  );
  await expect(account).not.toHaveAttribute('aria-current');
  expect(documents).toEqual([]);
});

test('a link opens in a new tab when that is asked for', async ({ page, context }) => {
  await enterAsNewUser(page);
  await page.goto('/dashboard');
  const opened = context.waitForEvent('page');
  await page
    .getByRole('navigation')
    .getByRole('link', { name: m.common_nav_account() })
    .click({ modifiers: ['ControlOrMeta'] });
  const tab = await opened;
  await expect(tab).toHaveURL('/account');
  await expect(page).toHaveURL('/dashboard');
});

test('looking at a page asks for no other page’s data', async ({ page }) => {
  await enterAsNewUser(page);
  const data: string[] = [];
  page.on('request', (request) => request.url().includes('q-data.json') && data.push(request.url()));
  for (const path of ['/', '/dashboard', '/profile']) await page.goto(path, { waitUntil: 'networkidle' });
  expect(data).toEqual([]);
});
