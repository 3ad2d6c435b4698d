import * as m from '../src/lib/i18n/paraglide/messages';
import { HttpBrowser } from './http/http-browser';
import { textOf } from './http/text';
import { signInByHttp } from './steps/sign-in';
import { fillSignUp, linkIn } from './steps/sign-up';
import { waitForMail } from './support/mailbox';
import { newPerson, newUser } from './support/people';
import { expect, test } from './support/test';

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('whoever signs up confirms by mail and is greeted by name', { tag: '@either' }, async ({ page }) => {
      const ada = newPerson({ fullName: 'Ada Byron' });
      await page.goto('/');
      await page
        .getByRole('main')
        .getByRole('link', { name: m.site_create_account({}, { locale }) })
        .click();
      await fillSignUp(page, ada);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.auth_mail_title({}, { locale }));
      await expect(page.getByRole('main')).toContainText(ada.email);

      await page.goto(linkIn(await waitForMail(ada.email)));
      await expect(page).toHaveURL('/dashboard');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        m.auth_dashboard_hello({ name: 'Ada Byron' }, { locale }),
      );
    });
  });
}

test.describe('an address that has an account', () => {
  test('gets the same page as any other', async () => {
    const known = await newUser();
    const unknown = newPerson();
    const pages = await Promise.all(
      [known, unknown].map(async ({ email }) => {
        const answer = await new HttpBrowser().submit('/signup', { ...unknown, email });
        return { status: answer.status, text: textOf(answer.body).replaceAll(email, 'the address') };
      }),
    );
    expect(pages[0]).toEqual(pages[1]);
    expect(pages[0]?.text).toContain(m.auth_mail_title());
  });

  test('keeps its password and its name', async () => {
    const ada = await newUser({ fullName: 'Ada Byron' });
    const intruder = { ...ada, fullName: 'Somebody Else', password: 'another-harbour-42' };
    const { fullName, email, password } = intruder;
    await new HttpBrowser().submit('/signup', { fullName, email, password });

    const dashboard = await (await signInByHttp(ada)).open('/dashboard');
    expect(dashboard.body).toContain('Ada Byron');
    await expect(signInByHttp(intruder)).rejects.toThrow('sign-in answered 401');
  });
});

test.describe('a form with something wrong in it', { tag: '@either' }, () => {
  test.use({ expectedStatuses: [400] });

  test('says so beside each field, and keeps what was typed but the password', async ({ page }) => {
    await page.goto('/signup');
    // All three pass the browser's own checks: four emoji are eight UTF-16 units.
    await fillSignUp(page, { fullName: ' ', email: 'ada@localhost', password: '😀😀😀😀' });

    const name = page.getByLabel(m.auth_full_name_label());
    const email = page.getByLabel(m.auth_email_label());
    const password = page.getByLabel(m.auth_password_label(), { exact: true });
    await expect(name).toHaveAccessibleDescription(m.auth_full_name_missing());
    await expect(email).toHaveAccessibleDescription(m.auth_email_invalid());
    await expect(password).toHaveAccessibleDescription(new RegExp(m.auth_password_short({ min: 8 })));
    for (const field of [name, email, password]) await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(email).toHaveValue('ada@localhost');
    await expect(password).toHaveValue('');
  });

  test('a password that bcrypt would cut is refused', async ({ page }) => {
    await page.goto('/signup');
    await fillSignUp(page, newPerson({ password: 'ñ'.repeat(37) }));
    await expect(page.getByLabel(m.auth_password_label(), { exact: true })).toHaveAccessibleDescription(
      new RegExp(m.auth_password_long({ max: 72 })),
    );
  });
});

test('a password is never in an answer, whatever was wrong', async () => {
  const password = 'never-to-be-seen-7731';
  const tries = [{ ...newPerson(), fullName: '' }, { ...newPerson(), email: 'nobody' }, newPerson()];
  for (const person of tries) {
    const answer = await new HttpBrowser().submit('/signup', { ...person, password });
    expect(answer.body.includes(password), `${answer.status}`).toBe(false);
  }
});
