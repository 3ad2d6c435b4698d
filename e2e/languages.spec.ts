import * as m from '../src/lib/i18n/paraglide/messages';
import { HttpBrowser } from './http/http-browser';
import { textOf } from './http/text';
import { enterAsNewUser, signInByHttp } from './steps/sign-in';
import { newPerson, newUser } from './support/people';
import { expect, test } from './support/test';

const LANGUAGES = ['en', 'es'] as const;
const NAMES = { en: 'English', es: 'Español' };

test.describe('without a choice', () => {
  const WANTED: [header: string | undefined, language: 'en' | 'es'][] = [
    [undefined, 'en'],
    ['es', 'es'],
    ['es-MX,es;q=0.9,en;q=0.8', 'es'],
    ['en-GB,en;q=0.9,es;q=0.8', 'en'],
    ['de-DE,de;q=0.9', 'en'],
    ['de, es;q=0.5, en;q=0.4', 'es'],
    ['es;q=0, en', 'en'],
    ['ES-ar', 'es'],
    [';;,q=,*', 'en'],
    ['x'.repeat(4000), 'en'],
  ];

  test('the browser’s wish decides, and English where it has none', async () => {
    for (const [header, language] of WANTED) {
      const answer = await new HttpBrowser().open('/login', header ? { 'Accept-Language': header } : {});
      expect(answer.body, `${header}`.slice(0, 50)).toContain(`lang="${language}"`);
      expect(textOf(answer.body)).toContain(m.auth_login_title({}, { locale: language }));
    }
  });
});

test('a choice holds over the browser’s wish, keeps the place and is kept', { tag: '@either' }, async ({
  page,
}) => {
  const place = '/login?next=%2Fprofile&error=session_expired';
  await page.goto(place);
  await page.getByRole('button', { name: NAMES.es }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.auth_login_title({}, { locale: 'es' }));
  await expect(page).toHaveURL(place);
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.getByRole('button', { name: NAMES.es })).toHaveAttribute('aria-pressed', 'true');

  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.site_headline({}, { locale: 'es' }));
  await page.getByRole('button', { name: NAMES.en }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.site_headline());
});

test('behind the door the choice is in the account menu', { tag: '@either' }, async ({ page }) => {
  await enterAsNewUser(page, { fullName: 'Ada Byron' });
  await page.goto('/profile');
  await page.getByRole('button', { name: m.common_account_menu({ name: 'Ada Byron' }) }).click();
  await page.getByRole('button', { name: NAMES.es }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    m.auth_profile_title({}, { locale: 'es' }),
  );
  await expect(page).toHaveURL('/profile');
});

test.describe('in Spanish', () => {
  test.use({ locale: 'es-ES', expectedStatuses: [400, 404] });

  test('a navigation in place stays Spanish, to the last word', async ({ page }) => {
    await enterAsNewUser(page);
    await page.goto('/dashboard');
    await page
      .getByRole('navigation')
      .getByRole('link', { name: m.common_nav_account({}, { locale: 'es' }) })
      .click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.account_title({}, { locale: 'es' }));
    const inPlace = await page.getByRole('main').textContent();
    await page.reload();
    expect(await page.getByRole('main').textContent()).toBe(inPlace);
  });

  test('what is wrong with a form is said in Spanish', { tag: '@either' }, async ({ page }) => {
    await page.goto('/signup');
    await page.getByLabel(m.auth_full_name_label({}, { locale: 'es' })).fill(' ');
    await page.getByLabel(m.auth_email_label({}, { locale: 'es' })).fill('ada@localhost');
    await page.getByLabel(m.auth_password_label({}, { locale: 'es' }), { exact: true }).fill('😀😀😀😀');
    await page.getByRole('button', { name: m.auth_signup_submit({}, { locale: 'es' }) }).click();
    await expect(page.getByText(m.auth_full_name_missing({}, { locale: 'es' }))).toBeVisible();
    await expect(page.getByText(m.auth_email_invalid({}, { locale: 'es' }))).toBeVisible();
    await expect(page.getByText(m.auth_password_short({ min: 8 }, { locale: 'es' }))).toBeVisible();
  });

  test('so is that there is no such page', async ({ page }) => {
    await page.goto('/no-hay-nada');
    await expect(page.locator('html')).toHaveAttribute('lang', 'es');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      m.error_not_found_title({}, { locale: 'es' }),
    );
  });
});

test('two dozen at once in two languages each read their own', async () => {
  const signedIn = await signInByHttp(await newUser());
  const asked = Array.from({ length: 24 }, async (_, index) => {
    const language = LANGUAGES[index % 2] ?? 'en';
    const headers = { 'Accept-Language': language };
    const page = await signedIn.open('/dashboard', headers);
    // A zod sentence, which is made while the form is read.
    const form = await new HttpBrowser().open('/signup', headers);
    const action = /action="(\?qaction=[^"]+)"/.exec(form.body)?.[1];
    const body = new URLSearchParams({ ...newPerson(), email: 'nobody' }).toString();
    const refused = await new HttpBrowser().post(`/signup${action}`, body, headers);
    return { language, page: textOf(page.body), refused: textOf(refused.body) };
  });
  for (const { language, page, refused } of await Promise.all(asked)) {
    const [own, other] = language === 'en' ? (['en', 'es'] as const) : (['es', 'en'] as const);
    expect(page).toContain(m.auth_dashboard_quiet_lead({}, { locale: own }));
    expect(page).not.toContain(m.auth_dashboard_quiet_lead({}, { locale: other }));
    expect(refused).toContain(m.auth_email_invalid({}, { locale: own }));
    expect(refused).not.toContain(m.auth_email_invalid({}, { locale: other }));
  }
});

test('a choice that is none changes nothing and leads nowhere else', async () => {
  const browser = new HttpBrowser();
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    const answer = await browser.post(
      '/preferences',
      new URLSearchParams({ locale: 'xx', theme: 'pink', next }).toString(),
    );
    expect(answer.status).toBe(303);
    expect(answer.headers.get('Location'), next).toBe('/');
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
});
