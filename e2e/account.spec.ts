import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import { enterAs, enterAsNewUser, languageOf, signIn, signInByHttp } from './steps/sign-in';
import { newUser, type Person } from './support/people';
import { expect, test } from './support/test';

async function saveName(page: Page, name: string): Promise<void> {
  const options = { locale: await languageOf(page) };
  await page.getByLabel(m.auth_full_name_label({}, options)).fill(name);
  await save(page);
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: m.account_submit({}, { locale: await languageOf(page) }) }).click();
}

async function profileOf({ email }: Person) {
  const [row] = await owner`select full_name, locale, theme, time_zone from profiles where email = ${email}`;
  return row;
}

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('a new name is saved, said to be, and used everywhere', { tag: '@either' }, async ({ page }) => {
      await enterAsNewUser(page, { fullName: 'Ada Byron' });
      await page.goto('/dashboard');
      await page
        .getByRole('navigation')
        .getByRole('link', { name: m.common_nav_account({}, { locale }) })
        .click();
      await expect(page.getByLabel(m.auth_full_name_label({}, { locale }))).toHaveValue('Ada Byron');

      await saveName(page, 'Ada Lovelace');
      await expect(page.getByText(m.account_saved({}, { locale }))).toBeVisible();
      await expect(page.getByLabel(m.auth_full_name_label({}, { locale }))).toHaveValue('Ada Lovelace');
      await expect(
        page.getByRole('button', { name: m.common_account_menu({ name: 'Ada Lovelace' }, { locale }) }),
      ).toBeVisible();

      await page.goto('/dashboard');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        m.auth_dashboard_hello({ name: 'Ada Lovelace' }, { locale }),
      );
      await page.goto('/profile');
      await expect(page.getByRole('main')).toContainText('Ada Lovelace');
    });
  });
}

test('the page that answers is in the language, theme and time zone that were just chosen', {
  tag: '@either',
}, async ({ page }) => {
  const ada = await enterAsNewUser(page);
  await page.goto('/account');
  await page.getByLabel('Español').check();
  await page.getByLabel(m.common_theme_dark(), { exact: true }).check();
  await page.getByLabel(m.account_time_zone_label()).selectOption('Asia/Tokyo');
  await save(page);

  await expect(page.getByText(m.account_saved({}, { locale: 'es' }))).toBeVisible();
  const html = page.locator('html');
  await expect(html).toHaveAttribute('lang', 'es');
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByLabel('Español')).toBeChecked();
  await expect(page.getByLabel(m.account_time_zone_label({}, { locale: 'es' }))).toHaveValue('Asia/Tokyo');
  expect(await profileOf(ada)).toMatchObject({ locale: 'es', theme: 'dark', time_zone: 'Asia/Tokyo' });

  await page.goto('/account/sessions');
  await expect(page.getByRole('main').locator('time').first()).toHaveText(/GMT\+9/);
});

test('what the browser and the system say is a choice too, and takes the others back', {
  tag: '@either',
}, async ({ page }) => {
  const ada = await enterAsNewUser(page);
  await owner`update profiles set locale = 'es', theme = 'dark', time_zone = 'Asia/Tokyo' where email = ${ada.email}`;
  await page.goto('/account');
  await page.getByLabel(m.account_locale_browser({}, { locale: 'es' })).check();
  await page.getByLabel(m.common_theme_system({}, { locale: 'es' })).check();
  await page.getByLabel(m.account_time_zone_label({}, { locale: 'es' })).selectOption('');
  await save(page);
  await expect(page.getByText(m.account_saved())).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  await expect(page.locator('html')).toHaveAttribute('data-time-zone', 'UTC');
  expect(await profileOf(ada)).toMatchObject({ locale: null, theme: null, time_zone: null });
});

test.describe('what the account says', () => {
  test('holds from the first page after signing in, over what this browser had', {
    tag: '@either',
  }, async ({ page }) => {
    const ada = await newUser();
    await owner`update profiles set locale = 'es', theme = 'dark', time_zone = 'Asia/Tokyo' where email = ${ada.email}`;
    await page.goto('/login');
    await page.getByRole('button', { name: m.common_theme_light() }).click();
    await signIn(page, ada);
    const html = page.locator('html');
    await expect(html).toHaveAttribute('lang', 'es');
    await expect(html).toHaveAttribute('data-theme', 'dark');
    await expect(html).toHaveAttribute('data-time-zone', 'Asia/Tokyo');
    await expect(page.getByText(m.wallet_balance({}, { locale: 'es' }))).toBeVisible();
  });

  test('reaches a device that is open already at its next page, also one that is asked for in place', async ({
    page,
  }) => {
    const ada = await enterAsNewUser(page);
    await page.goto('/dashboard?tab=1');
    await owner`update profiles set locale = 'es', time_zone = 'Asia/Tokyo' where email = ${ada.email}`;
    await page.getByRole('navigation').getByRole('link', { name: m.common_nav_account() }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.account_title({}, { locale: 'es' }));
    await expect(page).toHaveURL('/account');
    const html = page.locator('html');
    await expect(html).toHaveAttribute('lang', 'es');
    await expect(html).toHaveAttribute('data-time-zone', 'Asia/Tokyo');
  });

  test('is changed by the switches in the menu, and so stays changed', { tag: '@either' }, async ({
    page,
  }) => {
    const ada = await enterAsNewUser(page, { fullName: 'Ada Byron' });
    await owner`update profiles set locale = 'es', theme = 'dark' where email = ${ada.email}`;
    await page.goto('/profile');
    const menu = { name: m.common_account_menu({ name: 'Ada Byron' }, { locale: 'es' }) };
    await page.getByRole('button', menu).click();
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.getByRole('button', { name: m.common_account_menu({ name: 'Ada Byron' }) }).click();
    await page.getByRole('button', { name: m.common_theme_system() }).click();
    await expect(page.locator('html')).not.toHaveAttribute('data-theme');
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    expect(await profileOf(ada)).toMatchObject({ locale: 'en', theme: null });
  });

  test('is nobody else’s: a time zone that somebody left here is not the next one’s', async () => {
    const [ada, grace] = await Promise.all([newUser(), newUser()]);
    await owner`update profiles set time_zone = 'Asia/Tokyo' where email = ${ada.email}`;
    const browser = await signInByHttp(ada);
    expect((await browser.open('/profile')).body).toContain('data-time-zone="Asia/Tokyo"');
    await browser.post('/logout', '');
    const { email, password } = grace;
    await browser.submit('/login', { email, password });
    expect((await browser.open('/profile')).body).toContain('data-time-zone="UTC"');
  });
});

test.describe('where the browser is', () => {
  test.use({ timezoneId: 'Asia/Kolkata' });

  test('it says when it is asked, by whatever name it has for it', async ({ page }) => {
    const ada = await enterAsNewUser(page);
    await page.goto('/account');
    await expect(page.getByLabel(m.account_time_zone_label())).toHaveValue('');
    await page.getByRole('button', { name: m.account_time_zone_here() }).click();
    await expect(page.getByLabel(m.account_time_zone_label())).toHaveValue(/^Asia\/(Kolkata|Calcutta)$/);
    await save(page);
    await expect(page.getByText(m.account_saved())).toBeVisible();
    await expect(page.getByLabel(m.account_time_zone_label())).toHaveValue(/^Asia\/(Kolkata|Calcutta)$/);
    expect((await profileOf(ada))?.time_zone).toMatch(/^Asia\/(Kolkata|Calcutta)$/);
  });
});

test('the pages below lead back, on a phone too', { tag: '@either' }, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enterAsNewUser(page);
  await page.goto('/account');
  await page
    .getByRole('navigation', { name: m.account_links_title() })
    .getByRole('link', { name: m.sessions_title() })
    .click();
  await expect(page).toHaveURL('/account/sessions');
  await page
    .getByRole('navigation', { name: m.common_breadcrumb() })
    .getByRole('link', { name: m.account_title() })
    .click();
  await expect(page).toHaveURL('/account');
});

test.describe('a form with something wrong in it', () => {
  test.use({ expectedStatuses: [400] });

  test('is refused beside the field, keeps what was chosen, and nothing is changed', {
    tag: '@either',
  }, async ({ page }) => {
    const ada = await enterAsNewUser(page, { fullName: 'Ada Byron' });
    await page.goto('/account');
    await page.getByLabel('Español').check();
    await page.getByLabel(m.account_time_zone_label()).selectOption('Asia/Tokyo');
    await saveName(page, '   ');
    await expect(page.getByLabel(m.auth_full_name_label())).toHaveAccessibleDescription(
      m.auth_full_name_missing(),
    );
    await expect(page.getByLabel('Español')).toBeChecked();
    await expect(page.getByLabel(m.account_time_zone_label())).toHaveValue('Asia/Tokyo');
    await expect(page.getByText(m.account_saved())).toHaveCount(0);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    expect(await profileOf(ada)).toMatchObject({ full_name: 'Ada Byron', locale: null, time_zone: null });
  });

  test('keeps the name when it is too long, also past the browser’s own limit', async () => {
    const browser = await signInByHttp(await newUser({ fullName: 'Ada Byron' }));
    const tooLong = 'á'.repeat(121);
    const answer = await browser.submit('/account', { fullName: tooLong });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(m.auth_full_name_long({ max: 120 }));
    expect(answer.body).toContain(`value="${tooLong}"`);
    expect((await browser.submit('/account', { fullName: 'á'.repeat(120) })).status).toBe(303);
  });

  test('is refused when the name holds a line break or a control character', async () => {
    const browser = await signInByHttp(await newUser({ fullName: 'Ada Byron' }));
    for (const name of ['Ada\nByron', 'Ada\u0000', 'Ada\u2028Byron']) {
      const answer = await browser.submit('/account', { fullName: name });
      expect(answer.status, JSON.stringify(name)).toBe(400);
      expect(answer.body).toContain(m.auth_full_name_characters());
    }
    expect((await browser.open('/dashboard')).body).toContain('Ada Byron');
  });

  test('is refused for a language, a theme or a zone that there is not, or that is missing', async () => {
    const ada = await newUser();
    const browser = await signInByHttp(ada);
    const { path, fields } = await browser.formFor('/account', { fullName: '' });
    const WRONG = {
      locale: ['fr', 'browser '],
      theme: ['pink'],
      timeZone: ['Europe/Nowhere', '+01:00', 'EST'],
    };
    for (const [name, values] of Object.entries(WRONG)) {
      for (const value of [...values, undefined]) {
        const { [name]: _, ...others } = fields;
        const body = new URLSearchParams(value === undefined ? others : { ...others, [name]: value });
        const answer = await browser.post(path, body.toString());
        expect(answer.status, `${name}=${value}`).toBe(400);
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
    }
    expect(await profileOf(ada)).toMatchObject({ locale: null, theme: null, time_zone: null });
  });
});

const NAMES = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '<!--<script>',
  `"'><svg/onload=alert(1)>`,
  '</textarea></title><b>bold</b>',
  "O’Brien & Söhne; ' or 1=1 --",
  '{{constructor.constructor("alert(1)")()}}',
  '\u202Eevil',
  '😀 名前 مرحبا',
  '\\u003cb\\u003e &lt;b&gt; %3Cb%3E',
];

test('whatever is written as a name is text, in the page and after navigating in place', async ({ page }) => {
  const ada = await newUser();
  const form = await signInByHttp(ada);
  await enterAs(page, ada);
  for (const name of NAMES) {
    expect((await form.submit('/account', { fullName: name })).status, name).toBe(303);
    await page.goto('/dashboard');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.auth_dashboard_hello({ name }));
    await page.getByRole('navigation').getByRole('link', { name: m.common_nav_account() }).click();
    await expect(page.getByLabel(m.auth_full_name_label()), name).toHaveValue(name);
  }
});

test('a form can not change what it does not ask for: another’s row, the role, the e-mail', async () => {
  const [ada, eve] = await Promise.all([newUser({ fullName: 'Ada Byron' }), newUser({ fullName: 'Eve' })]);
  const [before] = await owner`select id from profiles where email = ${ada.email}`;
  const browser = await signInByHttp(eve);
  const form = await browser.formFor('/account', { fullName: '' });
  const tampered = { ...form.fields, fullName: 'Mallory', role: 'admin', id: before?.id, email: ada.email };
  await browser.post(form.path, new URLSearchParams(tampered).toString());

  const rows = await owner`
    select email, full_name, role from profiles where email in (${ada.email}, ${eve.email}) order by full_name`;
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { email: ada.email, full_name: 'Ada Byron', role: 'user' },
    { email: eve.email, full_name: 'Mallory', role: 'user' },
  ]);
});
