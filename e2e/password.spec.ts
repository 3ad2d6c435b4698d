import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import { HttpBrowser } from './http/http-browser';
import { textOf } from './http/text';
import { fillChange } from './steps/password';
import { enterAs, enterAsNewUser, fillSignIn, signIn, signInByHttp } from './steps/sign-in';
import { linkIn } from './steps/sign-up';
import { waitForMail } from './support/mailbox';
import { newUser, type Person } from './support/people';
import { expect, test } from './support/test';

const NEW = 'louder-harbour-42';
const PAGE = '/account/password';

/** What an administrator and a report set: somebody's profile asks for another password. */
async function demand(
  { email }: Person,
  what: 'password_must_change' | 'password_must_reset',
): Promise<void> {
  await owner`update public.profiles set ${owner({ [what]: true })} where email = ${email}`;
}

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale, expectedStatuses: [401] });

    test('whoever knows their password changes it, stays in here and is out everywhere else', {
      tag: '@either',
    }, async ({ page, newVisitor }) => {
      const ada = await newUser();
      const phone = await signInByHttp(ada);
      await signIn(page, ada);
      await page.goto('/account');
      await page.getByRole('link', { name: m.auth_change_title({}, { locale }) }).click();
      await fillChange(page, ada.password, NEW);
      await expect(page.getByText(m.auth_reset_done({}, { locale }))).toBeVisible();
      await expect(page.getByLabel(m.auth_reset_label({}, { locale }), { exact: true })).toHaveValue('');

      expect((await phone.open('/dashboard')).headers.get('Location')).toContain(
        '/login?error=session_expired',
      );
      await page.goto('/dashboard');
      await expect(page).toHaveURL('/dashboard');
      const elsewhere = await newVisitor();
      await elsewhere.goto('/login');
      await fillSignIn(elsewhere, ada);
      await expect(elsewhere.getByRole('alert')).toHaveText(m.auth_credentials_wrong({}, { locale }));
      await fillSignIn(elsewhere, { ...ada, password: NEW });
      await expect(elsewhere).toHaveURL('/dashboard');
    });
  });
}

test.describe('a change that is refused', () => {
  test.use({ expectedStatuses: [400] });

  test('says why at its field, forgets what was typed and leaves the password as it was', {
    tag: '@either',
  }, async ({ page }) => {
    const ada = await enterAsNewUser(page);
    await page.goto(PAGE);
    const current = page.getByLabel(m.auth_change_current(), { exact: true });
    const chosen = page.getByLabel(m.auth_reset_label(), { exact: true });
    const refusals = [
      ['not-my-password', NEW, current, m.auth_password_wrong()],
      [ada.password, '😀😀😀😀', chosen, m.auth_password_short({ min: 8 })],
      [ada.password, 'Football2024!', chosen, m.auth_password_common()],
      [ada.password, '123412341234', chosen, m.auth_password_pattern()],
      [ada.password, 'Byron-1815', chosen, m.auth_password_personal()],
      [ada.password, ada.password, chosen, m.auth_password_used({ count: 10 })],
    ] as const;
    for (const [old, next, field, sentence] of refusals) {
      await fillChange(page, old, next);
      await expect(field).toHaveAccessibleDescription(new RegExp(sentence));
      await expect(current).toHaveValue('');
      await expect(chosen).toHaveValue('');
    }
    await signInByHttp(ada);

    // A refusal after the right password leaves its owner signed in.
    await page.goto('/dashboard');
    await expect(page).toHaveURL('/dashboard');
  });

  test('leaves the cursor with who goes on before it is drawn', async ({ page }) => {
    await page.addInitScript(() => {
      const draw = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (then) => draw(() => setTimeout(() => then(performance.now()), 300));
    });
    const ada = await enterAsNewUser(page);
    await page.goto(PAGE);
    const current = page.getByLabel(m.auth_change_current(), { exact: true });
    const chosen = page.getByLabel(m.auth_reset_label(), { exact: true });
    await fillChange(page, ada.password, 'short');
    await expect(chosen).toBeFocused();
    await fillChange(page, ada.password, '12341234');
    await expect(chosen).toHaveValue('');
    await current.focus();
    await page.evaluate(() => new Promise((drawn) => setTimeout(drawn, 1000)));
    await expect(current).toBeFocused();
  });

  test('a password of before does not come again, and another one is taken', async ({ page }) => {
    const ada = await enterAsNewUser(page);
    await page.goto(PAGE);
    await fillChange(page, ada.password, NEW);
    await expect(page.getByText(m.auth_reset_done())).toBeVisible();
    await fillChange(page, NEW, ada.password);
    await expect(page.getByText(m.auth_password_used({ count: 10 }))).toBeVisible();
    await expect(page.getByText(m.auth_reset_done())).toBeHidden();
    await fillChange(page, NEW, 'a third one of my own');
    await expect(page.getByText(m.auth_reset_done())).toBeVisible();
    await signInByHttp({ ...ada, password: 'a third one of my own' });
  });

  test('a reset takes no password of before either', { tag: '@either' }, async ({ page }) => {
    const ada = await newUser();
    await new HttpBrowser().submit('/forgot-password', { email: ada.email });
    await page.goto(linkIn(await waitForMail(ada.email)));
    await page.getByLabel(m.auth_reset_label()).fill(ada.password);
    await page.getByRole('button', { name: m.auth_reset_submit() }).click();
    await expect(page.getByText(m.auth_password_used({ count: 10 }))).toBeVisible();
    await signInByHttp(ada);
  });
});

test('a password that was sent is in no answer, right or wrong', async () => {
  const ada = await newUser();
  const browser = await signInByHttp(ada);
  for (const currentPassword of ['not-my-password', ada.password]) {
    const answer = await browser.submit(PAGE, { currentPassword, newPassword: 'Canary-7-Football' });
    expect(answer.body + JSON.stringify([...answer.headers])).not.toMatch(
      /not-my-password|quiet-harbour|Canary-7/,
    );
  }
});

test('guessing from an open session ends soon, and the right password is refused with it', async () => {
  const ada = await newUser();
  const browser = await signInByHttp(ada);
  for (let guess = 0; guess < 5; guess++) {
    const answer = await browser.submit(PAGE, { currentPassword: `guess-number-${guess}`, newPassword: NEW });
    expect(answer.status).toBe(400);
  }
  const answer = await browser.submit(PAGE, { currentPassword: ada.password, newPassword: NEW });
  expect([answer.status, Number(answer.headers.get('Retry-After')) > 0]).toEqual([429, true]);
  await signInByHttp(ada);
});

test.describe('somebody whom an administrator has asked for another password', () => {
  test('gets to choose one before anything else, and on from there', { tag: '@either' }, async ({ page }) => {
    const ada = await newUser();
    await demand(ada, 'password_must_change');
    await page.goto('/login?next=/profile');
    await fillSignIn(page, ada);
    await expect(page).toHaveURL(PAGE);
    await expect(page.getByText(m.auth_change_demanded())).toBeVisible();
    // The address is the same all the while: the way there has been and is over when both have been seen.
    const sentBack = page.waitForResponse((answer) =>
      new URL(answer.url()).pathname.startsWith('/dashboard'),
    );
    await page.getByRole('navigation').getByRole('link', { name: m.common_nav_dashboard() }).click();
    await sentBack;
    await expect(page.locator('.progress-line')).toHaveCount(0);
    await expect(page).toHaveURL(PAGE);

    await fillChange(page, ada.password, NEW);
    await expect(page).toHaveURL(/^[^?]+\/dashboard/);
    await expect(page.getByText(m.auth_reset_done())).toBeVisible();
    await page.goto('/account/activity');
    await expect(page).toHaveURL('/account/activity');
  });

  test('reads, saves and fetches nothing else, and may sign out', async () => {
    const ada = await newUser({ fullName: 'Ada Byron' });
    const browser = await signInByHttp(ada);
    const form = await browser.formFor('/account', { fullName: 'Graffiti' });
    await demand(ada, 'password_must_change');
    for (const answer of [
      await browser.open('/account'),
      await browser.open('/account/q-data.json'),
      await browser.post(form.path, 'fullName=Graffiti&locale=en&timeZone=&theme=light'),
    ]) {
      expect([answer.status, answer.headers.get('Location')]).toEqual([
        302,
        expect.stringMatching(/^\/account\/password(\/q-data\.json)?$/),
      ]);
    }
    const [profile] = await owner`select full_name from public.profiles where email = ${ada.email}`;
    expect(profile?.full_name).toBe('Ada Byron');
    expect((await browser.post('/logout', '')).headers.get('Location')).toBe('/');
  });
});

test.describe('a password that somebody else may know', () => {
  test.use({ expectedStatuses: [400, 403] });

  test('opens nothing, not even the session it had opened; a mailed link is the way back', {
    tag: '@either',
  }, async ({ page }) => {
    const ada = await newUser();
    await enterAs(page, ada);
    await demand(ada, 'password_must_reset');
    await page.goto('/dashboard');
    await expect(page).toHaveURL('/login?error=password_must_reset');
    await expect(page.getByText(m.auth_password_must_reset())).toBeVisible();
    await fillSignIn(page, ada);
    await expect(page.getByRole('alert')).toHaveText(m.auth_password_must_reset());

    await page.goto(linkIn(await waitForMail(ada.email)));
    await expect(page).toHaveURL('/reset-password');
    // Looking at another page on the way does not close the door.
    await page.goto('/dashboard');
    await expect(page).toHaveURL('/reset-password');
    await page.getByLabel(m.auth_reset_label()).fill(NEW);
    await page.getByRole('button', { name: m.auth_reset_submit() }).click();
    await expect(page).toHaveURL(/^[^?]+\/dashboard/);
    await signInByHttp({ ...ada, password: NEW });
  });

  test('saves nothing and fetches nothing', async () => {
    const ada = await newUser({ fullName: 'Ada Byron' });
    const browser = await signInByHttp(ada);
    const { path } = await browser.formFor(PAGE, { currentPassword: ada.password, newPassword: NEW });
    await demand(ada, 'password_must_reset');
    for (const answer of [
      await browser.open('/account'),
      await browser.open('/account/q-data.json'),
      await browser.post(
        path,
        new URLSearchParams({ currentPassword: ada.password, newPassword: NEW }).toString(),
      ),
    ]) {
      expect(answer.headers.get('Location')).toMatch(/^\/reset-password(\/q-data\.json)?$/);
      expect(textOf(answer.body)).not.toContain('Ada Byron');
    }
    const [account] = await owner`
      select count(*) as passwords from public.password_history
      join public.profiles on profiles.id = user_id where email = ${ada.email}`;
    expect(Number(account?.passwords)).toBe(1);
  });
});
