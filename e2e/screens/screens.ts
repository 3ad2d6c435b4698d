import { existsSync, mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { DEMO_ADMIN, DEMO_USER } from '../../src/scripts/lib/seed-users';
import { routesBelow } from '../http/routes';
import { settle } from '../steps/settle';
import { enterAs } from '../steps/sign-in';
import { idOf } from '../support/people';
import { SEED_PASSWORD } from '../support/site';
import { expect, test } from '../support/test';

/** One folder a page, one picture a way of looking at it. */
const FOLDER = 'screens';
const WIDTHS = [390, 1280];
const THEMES = ['light', 'dark'] as const;
const LOCALES = ['en', 'es'];

/** Routes that are an answer to something and no page of their own. */
const NO_PAGE = /^\/(health|preferences|auth\/)|\.(csv|pdf)$/;

const VISITORS = [
  { who: 'a visitor', groups: ['(site)', '(auth)'], enter: async () => undefined },
  { who: 'the demo user', groups: ['(app)'], enter: (page: Page) => enter(page, DEMO_USER.email) },
  {
    who: 'the demo administrator',
    groups: ['(admin)'],
    enter: (page: Page) => enter(page, DEMO_ADMIN.email),
  },
];

test.use({ expectedStatuses: [404], trace: 'off', screenshot: 'off' });

for (const { who, groups, enter } of VISITORS) {
  const paths = groups.filter((group) => existsSync(`src/routes/${group}`)).flatMap(routesBelow);
  for (const path of [...new Set(paths)].filter((path) => !NO_PAGE.test(path))) {
    test(`${path}, for ${who}`, async ({ page }) => {
      await enter(page);
      const place = await placeOf(page, path);
      for (const locale of LOCALES) {
        await page.context().addCookies([{ name: 'locale', value: locale, url: process.env.ORIGIN }]);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
          await page.goto(place);
          for (const theme of THEMES) await draw(page, { path, locale, theme, width });
        }
      }
    });
  }
}

/** A page about something is drawn of the newest invoice, and of the demo user. */
async function placeOf(page: Page, path: string): Promise<string> {
  if (path === '/admin/users/any') return `/admin/users/${await idOf(DEMO_USER)}`;
  if (path !== '/billing/invoices/any') return path;
  await page.goto('/billing/invoices');
  return (await page.getByRole('table').getByRole('link').first().getAttribute('href')) ?? path;
}

type Look = { path: string; locale: string; theme: (typeof THEMES)[number]; width: number };

async function draw(page: Page, { path, locale, theme, width }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  const folder = `${FOLDER}/${path.slice(1).replaceAll('/', '.') || 'landing'}`;
  await settle(page);
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${width}.${theme}.${locale}.png`, fullPage: true });
}

async function enter(page: Page, email: string): Promise<void> {
  await enterAs(page, { email, password: SEED_PASSWORD });
  await page.goto('/dashboard');
  await expect(page).toHaveURL('/dashboard');
}
