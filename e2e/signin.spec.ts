import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import { HttpBrowser } from './http/http-browser';
import { textOf } from './http/text';
import { enterAs, enterAsNewUser, fillSignIn, signIn, signInByHttp } from './steps/sign-in';
import { countMails, waitForMail } from './support/mailbox';
import { newPerson, newUser } from './support/people';
import { expect, test } from './support/test';

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('whoever signs in stands on the dashboard', { tag: '@either' }, async ({ page }) => {
      const ada = await newUser({ fullName: 'Ada Byron' });
      await page.goto('/');
      await page
        .getByRole('banner')
        .getByRole('link', { name: m.site_sign_in({}, { locale }) })
        .click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.auth_login_title({}, { locale }));
      await fillSignIn(page, ada);
      await expect(page).toHaveURL('/dashboard');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        m.auth_dashboard_hello({ name: 'Ada Byron' }, { locale }),
      );
    });
  });
}

test('the e-mail may be written with capitals and blanks around it', async () => {
  const { email, password } = await newUser();
  await signInByHttp({ email: `  ${email.toUpperCase()} `, password });
});

test.describe('who does not know the password', () => {
  test.use({ expectedStatuses: [401] });

  test('is told so, with the e-mail kept and the password gone', { tag: '@either' }, async ({ page }) => {
    const { email } = await newUser();
    await page.goto('/login');
    await fillSignIn(page, { email, password: 'not-the-harbour-42' });
    await expect(page.getByRole('alert')).toHaveText(m.auth_credentials_wrong());
    await expect(page.getByLabel(m.auth_email_label())).toHaveValue(email);
    await expect(page.getByLabel(m.auth_password_label(), { exact: true })).toHaveValue('');
  });

  test('can not tell a known address from an unknown or an unconfirmed one', async () => {
    const known = await newUser();
    const unconfirmed = newPerson();
    await new HttpBrowser().submit('/signup', { ...unconfirmed });
    const answers = await Promise.all(
      [known, unconfirmed, newPerson()].map(async ({ email }) => {
        const answer = await new HttpBrowser().submit('/login', { email, password: 'not-the-harbour-42' });
        const headers = [...answer.headers.keys()].sort();
        return { status: answer.status, headers, text: textOf(answer.body).replaceAll(email, 'the address') };
      }),
    );
    expect(answers[0]?.status).toBe(401);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('finds no password in any answer', async () => {
    const { email } = await newUser();
    const password = 'never-to-be-seen-7731';
    for (const typed of [email, 'nobody', newPerson().email]) {
      const answer = await new HttpBrowser().submit('/login', { email: typed, password });
      expect(answer.body.includes(password), `${answer.status}`).toBe(false);
    }
  });
});

test.describe('before the mail is confirmed', () => {
  test.use({ expectedStatuses: [403] });

  test('the right password opens nothing, but has the mail sent again', { tag: '@either' }, async ({
    page,
  }) => {
    const ada = newPerson();
    await new HttpBrowser().submit('/signup', { ...ada });
    await page.goto('/login');
    await fillSignIn(page, ada);
    await expect(page.getByRole('alert')).toHaveText(m.auth_unconfirmed());

    await page.getByRole('button', { name: m.auth_mail_resend() }).click();
    await expect(page.getByRole('main')).toContainText(m.auth_mail_resent());
    await waitForMail(ada.email, 2);
    expect(await countMails(ada.email)).toBe(2);
    await page.goto('/dashboard');
    await expect(page).toHaveURL('/login?next=%2Fdashboard');
  });
});

test.describe('where one was going', () => {
  test('a first visit to a page behind the door leads back to it, without a reproach', {
    tag: '@either',
  }, async ({ page }) => {
    await page.goto('/profile?tab=name');
    await expect(page).toHaveURL(`/login?next=${encodeURIComponent('/profile?tab=name')}`);
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(page.getByText(m.auth_login_session_expired())).toHaveCount(0);
    await fillSignIn(page, await newUser());
    await expect(page).toHaveURL('/profile?tab=name');
  });

  test('is kept over a wrong password', async ({ page }) => {
    test.info().annotations.push({ type: 'provokes', description: '401' });
    const ada = await newUser();
    const browser = new HttpBrowser();
    const form = await browser.formFor('/login?next=/profile', { email: '', password: '' });
    const wrong = new URLSearchParams({ ...form.fields, email: ada.email, password: 'wrong-harbour' });
    const answer = await browser.post(form.path, wrong.toString());
    expect(answer.status).toBe(401);
    expect(answer.body).toMatch(/name="next" value="\/profile"|value="\/profile"[^>]* name="next"/);
    await page.goto('/');
  });

  const TRICKS = [
    'https://evil.example/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/%09/evil.example',
    '/%2F/evil.example',
    '/%5Cevil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'http:evil.example',
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    ' //evil.example',
    '@evil.example',
    '.evil.example',
    '/login?next=//evil.example',
    '/logout',
    '/auth/confirm?token_hash=x&type=signup',
    '/dashboard/q-data.json',
    '/%0d%0aLocation:%20https://evil.example',
    '/\r\nLocation: https://evil.example',
    `/${'a'.repeat(5000)}`,
  ];

  test('is never another site, whatever is written into the address or the form', async () => {
    const { email, password } = await newUser();
    for (const next of TRICKS) {
      const query = `/login?${new URLSearchParams({ next })}`;
      const byAddress = await new HttpBrowser().submit(query, { email, password });
      expect(byAddress.headers.get('Location'), `address: ${next}`).toBe('/dashboard');
      const byForm = await new HttpBrowser().submit('/login', { email, password, next });
      expect(byForm.headers.get('Location'), `form: ${next}`).toBe('/dashboard');
    }
  });

  test('is never another site for somebody who is signed in already either', async () => {
    const browser = await signInByHttp(await newUser());
    for (const next of TRICKS) {
      const answer = await browser.open(`/login?${new URLSearchParams({ next })}`);
      expect([answer.status, answer.headers.get('Location')], next).toEqual([302, '/dashboard']);
    }
  });
});

test('whoever is signed in is led past the sign-in pages', async ({ page }) => {
  await enterAsNewUser(page);
  for (const path of ['/login', '/signup']) {
    await page.goto(path);
    await expect(page, path).toHaveURL('/dashboard');
  }
  await page.goto('/login?next=/profile');
  await expect(page).toHaveURL('/profile');
});

test.describe('a session that is over', () => {
  test('is said to be over, and signing in leads back', { tag: '@either' }, async ({ page }) => {
    const ada = await newUser();
    await signIn(page, ada);
    await owner`delete from auth.sessions where user_id = (select id from auth.users where email = ${ada.email})`;

    await page.goto('/profile');
    await expect(page).toHaveURL('/login?error=session_expired&next=%2Fprofile');
    await expect(page.getByText(m.auth_login_session_expired())).toBeVisible();
    expect(await page.context().cookies()).toEqual([]);
    await fillSignIn(page, ada);
    await expect(page).toHaveURL('/profile');
  });

  test('is noticed by a navigation in place too', async ({ page }) => {
    const ada = await enterAsNewUser(page);
    await page.goto('/dashboard');
    await owner`delete from auth.sessions where user_id = (select id from auth.users where email = ${ada.email})`;
    await page.getByRole('navigation').getByRole('link', { name: m.common_nav_profile() }).click();
    await expect(page).toHaveURL('/login?error=session_expired&next=%2Fprofile');
    await expect(page.getByText(m.auth_login_session_expired())).toBeVisible();
  });

  test('is over for an account that is deleted', async ({ page }) => {
    const ada = await newUser();
    await enterAs(page, ada);
    await owner`delete from auth.users where email = ${ada.email}`;
    await page.goto('/dashboard');
    await expect(page).toHaveURL('/login?error=session_expired&next=%2Fdashboard');
  });
});

test('an error in the address is never more than its own sentence', async ({ page }) => {
  await page.goto('/login?error=<img src=x onerror=alert(1)>&next=/dashboard');
  await expect(page.getByRole('main')).not.toContainText('alert');
  await expect(page.getByRole('alert')).toHaveCount(0);
});
