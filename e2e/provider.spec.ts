import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import { HttpBrowser } from './http/http-browser';
import { newPerson, newUser } from './support/people';
import { expect, test } from './support/test';

const GITHUB = m.auth_provider_continue({ name: 'GitHub' });

/** What the other site is told at its own page: see `src/lib/testing/github.ts`. */
const as = (email: string, isVerified = true) => JSON.stringify({ email, name: 'Octavia Cat', isVerified });

test.use({ expectedStatuses: [404] });

test('whoever has an account at another site signs in with it, and comes out where they were going', {
  tag: '@either',
}, async ({ page }) => {
  const { email } = newPerson();
  await page.goto('/wallet');
  await page.getByRole('button', { name: GITHUB }).click();
  await page.getByLabel('Who are you?').fill(as(email));
  await page.getByRole('button', { name: 'Authorize' }).click();
  await expect(page).toHaveURL('/wallet');
  await page.goto('/dashboard');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    m.auth_dashboard_hello({ name: 'Octavia Cat' }),
  );
});

test('what goes wrong there is said at the page for signing in, and the way back is kept', {
  tag: '@either',
}, async ({ page }) => {
  const locked = await newUser();
  await owner`update profiles set suspended_at = now() where email = ${locked.email}`;
  await page.goto('/login?next=%2Fwallet');
  await page.getByRole('button', { name: GITHUB }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText(m.auth_provider_denied())).toBeVisible();
  // What follows the # is the auth server's, which browsers carry along.
  await expect(page).toHaveURL(/\/login\?error=denied&next=%2Fwallet(#.*)?$/);

  for (const [person, sentence] of [
    [as(newPerson().email, false), m.auth_provider_unverified()],
    [as(locked.email), m.auth_account_locked()],
  ] as const) {
    await page.getByRole('button', { name: GITHUB }).click();
    await page.getByLabel('Who are you?').fill(person);
    await page.getByRole('button', { name: 'Authorize' }).click();
    await expect(page.getByText(sentence)).toBeVisible();
  }
  await page.goto('/auth/callback?code=made-up');
  await expect(page.getByText(m.auth_provider_over())).toBeVisible();
});

test('an account is opened from the sign-up page as well', async ({ page }) => {
  await page.goto('/signup');
  await page.getByRole('button', { name: GITHUB }).click();
  await page.getByLabel('Who are you?').fill(as(newPerson().email));
  await page.getByRole('button', { name: 'Authorize' }).click();
  await expect(page).toHaveURL('/dashboard');
});

test('a site that is not set up is not there, and a link begins nothing', async ({ page }) => {
  await page.goto('/login');
  await expect(page.getByRole('button', { name: m.auth_provider_continue({ name: 'Google' }) })).toHaveCount(
    0,
  );
  const browser = new HttpBrowser();
  for (const provider of ['google', 'email', '']) {
    const answer = await browser.post('/auth/provider', new URLSearchParams({ provider }).toString());
    expect(answer.status).toBe(404);
  }
  const link = await browser.open('/auth/provider?provider=github');
  expect([link.status, link.headers.get('Location')]).toEqual([302, '/login']);
  expect(browser.jar.names).toEqual([]);
});
