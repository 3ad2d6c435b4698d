import * as m from '../src/lib/i18n/paraglide/messages';
import { HttpBrowser } from './http/http-browser';
import { textOf } from './http/text';
import { enterAsNewUser, fillSignIn, signInByHttp } from './steps/sign-in';
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

test('whoever is signed in is led past the sign-in pages', async ({ page }) => {
  await enterAsNewUser(page);
  for (const path of ['/login', '/signup']) {
    await page.goto(path);
    await expect(page, path).toHaveURL('/dashboard');
  }
  await page.goto('/login?next=/profile');
  await expect(page).toHaveURL('/profile');
});

test('an error in the address is never more than its own sentence', async ({ page }) => {
  await page.goto('/login?error=<img src=x onerror=alert(1)>&next=/dashboard');
  await expect(page.getByRole('main')).not.toContainText('alert');
  await expect(page.getByRole('alert')).toHaveCount(0);
});
