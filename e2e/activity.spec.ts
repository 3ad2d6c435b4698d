import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { textOf } from './http/text';
import { giveAPast } from './steps/past';
import { enterAsNewUser, signInByHttp } from './steps/sign-in';
import { newUser } from './support/people';
import { expect, test } from './support/test';

const ACTIVITY = '/account/activity';
const DEVICES = '/account/sessions';

const events = (page: Page) => page.getByRole('main').getByRole('listitem');
const newest = (page: Page) => events(page).first();

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('what somebody does, and what is refused, stands there with device, address and time', {
      tag: '@either',
    }, async ({ page }) => {
      const ada = await enterAsNewUser(page);
      const phone = await signInByHttp(ada);
      await phone.open('/profile');
      await page.goto(DEVICES);
      await page.getByRole('button', { name: m.sessions_end_others({}, { locale }) }).click();
      await expect(page.getByText(m.sessions_others_ended({}, { locale }))).toBeVisible();

      await page.goto('/account');
      const name = new RegExp(`^${m.common_nav_activity({}, { locale })}`);
      await page.getByRole('main').getByRole('link', { name }).click();
      await expect(page).toHaveURL(ACTIVITY);
      await expect(page).toHaveTitle(new RegExp(m.security_activity_title({}, { locale })));
      await expect(newest(page)).toContainText(m.security_other_sessions_ended({ count: 1 }, { locale }));
      await expect(newest(page)).toContainText(/Chrome/);
      await expect(newest(page)).toContainText('127.0.0.1');
      await expect(newest(page).locator('time')).toHaveAttribute('datetime', /^\d{4}-.*Z$/);
      await expect(newest(page).getByText(m.security_activity_refused({}, { locale }))).toHaveCount(0);

      await phone.open('/profile');
      await page.reload();
      await expect(newest(page)).toContainText(m.security_access_refused({}, { locale }));
      await expect(newest(page)).toContainText(m.security_reason_session_over({}, { locale }));
      await expect(newest(page)).toContainText(m.security_activity_refused({}, { locale }));

      await page.getByRole('link', { name: m.security_activity_end_others({}, { locale }) }).click();
      await expect(page).toHaveURL(DEVICES);
    });
  });
}

test('a long past is read page by page, by its days, each event once', { tag: '@either' }, async ({
  page,
}) => {
  const ada = await enterAsNewUser(page);
  await giveAPast(ada, 60);
  await page.goto(ACTIVITY);
  const seen: string[] = [];
  const older = page.getByRole('link', { name: m.security_activity_older() });
  for (const [index, size] of [25, 25, 10].entries()) {
    if (index > 0) await older.click();
    await expect(events(page)).toHaveCount(size);
    await expect(newest(page)).toContainText(`198.51.100.${60 - 25 * index}`);
    seen.push(...(await events(page).locator('.font-mono').allTextContents()));
  }
  expect(new Set(seen).size).toBe(60);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['1 March 2026']);
  await expect(older).toHaveCount(0);
  await page.getByRole('link', { name: m.security_activity_newest() }).click();
  await expect(page).toHaveURL(ACTIVITY);
  await expect(newest(page)).toContainText('198.51.100.60');
});

test('nobody sees what happened to somebody else, and an odd address is the first page', async () => {
  const [ada, mallory] = await Promise.all([newUser(), newUser()]);
  const [own, foreign] = await Promise.all([signInByHttp(ada), signInByHttp(mallory)]);
  await giveAPast(ada, 30);
  const first = await own.open(ACTIVITY);
  const cursor = /\?before=([\w-]+)/.exec(first.body)?.[1] ?? '';
  expect(cursor).not.toBe('');
  expect((await foreign.open(`${ACTIVITY}?before=${cursor}`)).body).not.toContain('198.51.100');
  for (const odd of ['', 'x', '%00', '%27', `${cursor}x`, 'x'.repeat(2000)]) {
    const answer = await own.open(`${ACTIVITY}?before=${odd}`);
    expect([answer.status, textOf(answer.body).includes('198.51.100.30')], odd).toEqual([200, true]);
  }
});
