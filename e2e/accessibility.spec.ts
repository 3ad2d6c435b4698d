import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { HttpBrowser } from './http/http-browser';
import { ownPages, routesBelow } from './http/routes';
import { subscribeByHttp } from './steps/billing';
import { lossesOn } from './steps/losses';
import { brokenInto, giveAPast } from './steps/past';
import { settle } from './steps/settle';
import { enterAs, enterAsNewAdmin, enterAsNewUser, signInByHttp } from './steps/sign-in';
import { fillSignUp, linkIn } from './steps/sign-up';
import { closeLedger, newUserWith, writeTransfer } from './steps/wallet';
import { waitForMail } from './support/mailbox';
import { idOf, newPerson, newUser } from './support/people';
import { expect, test } from './support/test';

/** Each screen, and as it is when everything on it is twice as large, or a small phone. */
const PHONE = { width: 390, height: 844, tight: { width: 320, height: 640 } };
const DESK = { width: 1280, height: 800, tight: { width: 640, height: 400 } };

/** Every two of language, theme and screen meet once. */
const WAYS = [
  { locale: 'en', theme: 'light', screen: DESK },
  { locale: 'en', theme: 'dark', screen: PHONE },
  { locale: 'es', theme: 'dark', screen: DESK },
  { locale: 'es', theme: 'light', screen: PHONE },
] as const;

/** Every page by how one gets there, and the states of pages that look like another page. */
const STATES: Record<string, (page: Page) => Promise<unknown>> = {
  ...Object.fromEntries(
    [
      ...routesBelow('(site)'),
      '/login',
      '/login/code',
      '/signup',
      '/forgot-password',
      '/logout',
      '/auth/callback',
    ].map((path) => [path, (page: Page) => page.goto(path)]),
  ),
  ...Object.fromEntries(
    ownPages().map((path) => [
      path,
      async (page: Page) => {
        await enterAsNewUser(page, { fullName: 'Ada Byron' });
        await page.goto(path);
      },
    ]),
  ),
  ...Object.fromEntries(
    routesBelow('(admin)').map((path) => [
      path,
      async (page: Page) => {
        await enterAsNewAdmin(page, { fullName: 'Grace Hopper' });
        await page.goto(path.replace('/any', `/${await idOf(await newUser())}`));
      },
    ]),
  ),
  'a question before an act': async (page) => {
    await enterAsNewAdmin(page, { fullName: 'Grace Hopper' });
    await page.goto(`/admin/users/${await idOf(await newUser())}`);
    await page.locator('button[popovertarget=confirm-suspend]').first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
  },
  'a search that finds nobody': async (page) => {
    await enterAsNewAdmin(page, { fullName: 'Grace Hopper' });
    await page.goto('/admin/users?search=nobody-is-called-that&role=admin');
  },
  'the account menu': async (page) => {
    await enterAsNewUser(page, { fullName: 'Ada Byron' });
    await page.goto('/dashboard');
    await page.getByRole('banner').getByRole('button').click();
  },
  'a long past': async (page) => {
    await giveAPast(await enterAsNewUser(page, { fullName: 'Ada Byron' }), 30);
    await page.goto('/account/activity');
  },
  '/auth/not-me': async (page) => {
    const { link } = await brokenInto(await newUser());
    await page.goto(link);
  },
  'a wallet in which something has moved': async (page) => {
    await enterAs(page, await newUserWith(10_000n));
    await page.goto('/wallet');
  },
  'a transfer that is to be confirmed': async (page) => {
    await enterAs(page, await newUserWith(10_000n));
    await page.goto('/wallet/send');
    await writeTransfer(page, { recipient: 'ben@example.test', amount: '25', note: 'For the tiles' });
    await expect(page.getByRole('heading', { level: 2 })).toBeFocused();
  },
  'a plan with an invoice to pay': async (page) => {
    await enterWithPlan(page);
    await page.goto('/billing?notice=subscribed');
  },
  'a plan that can be cancelled': async (page) => {
    await enterWithPlan(page);
    await page.goto('/billing/cancel');
  },
  'an invoice': async (page) => {
    const number = await enterWithPlan(page);
    await page.goto(`/billing/invoices/${number}`);
  },
  'a session that is over': (page) => page.goto('/login?error=session_expired&next=/dashboard'),
  'a refused form': async (page) => {
    await page.goto('/signup');
    await fillSignUp(page, newPerson({ fullName: ' ', email: 'ada@localhost', password: '😀😀😀😀' }));
    await expect(page.locator('[aria-invalid]')).toHaveCount(3);
  },
  'check your mail': async (page) => {
    await page.goto('/signup');
    await fillSignUp(page, newPerson());
    await expect(page.getByRole('textbox', { name: /./ })).toHaveCount(0);
  },
  'a link that is over': (page) => page.goto('/auth/confirm?token_hash=x&type=signup'),
  '/reset-password': async (page) => {
    const { email } = await newUser();
    await new HttpBrowser().submit('/forgot-password', { email });
    await page.goto(linkIn(await waitForMail(email)));
  },
  'no such page': (page) => page.goto('/no-such-page'),
};

test.use({ expectedStatuses: [400, 404] });

test.afterAll(closeLedger);

for (const [state, reach] of Object.entries(STATES)) {
  test(`${state}: axe finds nothing and nothing is lost, in both languages and themes, on desk and phone`, async ({
    page,
  }) => {
    const found: string[] = [];
    let reached = '';
    for (const { locale, theme, screen } of WAYS) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.setViewportSize(screen);
      if (reached !== locale) await startIn(page, locale, reach);
      reached = locale;
      await settle(page);
      // Legacy is the mode without a second page to sum up in, which only frames need.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      const troubles = violations.map(
        ({ id, nodes }) => `${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
      );
      troubles.push(...(await lossesOn(page)));
      await page.setViewportSize(screen.tight);
      troubles.push(...(await lossesOn(page)).map((loss) => `at ${screen.tight.width}: ${loss}`));
      found.push(...troubles.map((trouble) => `${locale} ${theme} ${screen.width}: ${trouble}`));
    }
    expect(found).toEqual([]);
  });
}

/** A customer who has just taken a plan. Answers the number of their invoice. */
async function enterWithPlan(page: Page): Promise<string> {
  const person = await newUserWith(10_000n);
  await enterAs(page, person);
  return subscribeByHttp(await signInByHttp(person));
}

async function startIn(page: Page, locale: string, reach: (page: Page) => Promise<unknown>): Promise<void> {
  await page.context().clearCookies();
  await page.context().addCookies([{ name: 'locale', value: locale, url: process.env.ORIGIN }]);
  await reach(page);
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
}
