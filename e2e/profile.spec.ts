import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import { enterAs, enterAsNewUser, languageOf, signInByHttp } from './steps/sign-in';
import { newUser } from './support/people';
import { expect, test } from './support/test';

async function saveName(page: Page, name: string): Promise<void> {
  const options = { locale: await languageOf(page) };
  await page.getByLabel(m.auth_full_name_label({}, options)).fill(name);
  await page.getByRole('button', { name: m.auth_profile_submit({}, options) }).click();
}

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('a new name is saved, said to be, and used everywhere', { tag: '@either' }, async ({ page }) => {
      await enterAsNewUser(page, { fullName: 'Ada Byron' });
      await page.goto('/dashboard');
      await page
        .getByRole('navigation')
        .getByRole('link', { name: m.common_nav_profile({}, { locale }) })
        .click();
      await expect(page.getByLabel(m.auth_full_name_label({}, { locale }))).toHaveValue('Ada Byron');

      await saveName(page, 'Ada Lovelace');
      await expect(page.getByText(m.auth_profile_saved({}, { locale }))).toBeVisible();
      await expect(page.getByLabel(m.auth_full_name_label({}, { locale }))).toHaveValue('Ada Lovelace');
      await expect(
        page.getByRole('button', { name: m.common_account_menu({ name: 'Ada Lovelace' }, { locale }) }),
      ).toBeVisible();

      await page.goto('/dashboard');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        m.auth_dashboard_hello({ name: 'Ada Lovelace' }, { locale }),
      );
    });
  });
}

test('the e-mail is shown and can not be changed', async ({ page }) => {
  const ada = await enterAsNewUser(page);
  await page.goto('/profile');
  const email = page.getByLabel(m.auth_email_label());
  await expect(email).toHaveValue(ada.email);
  await expect(email).toBeDisabled();
});

test.describe('a name with something wrong in it', () => {
  test.use({ expectedStatuses: [400] });

  test('is refused beside the field, and nothing is changed', { tag: '@either' }, async ({ page }) => {
    await enterAsNewUser(page, { fullName: 'Ada Byron' });
    await page.goto('/profile');
    await saveName(page, '   ');
    await expect(page.getByLabel(m.auth_full_name_label())).toHaveAccessibleDescription(
      m.auth_full_name_missing(),
    );
    await expect(page.getByText(m.auth_profile_saved())).toHaveCount(0);
    await page.goto('/dashboard');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      m.auth_dashboard_hello({ name: 'Ada Byron' }),
    );
  });

  test('stays in the field when it is too long, also past the browser’s own limit', async () => {
    const browser = await signInByHttp(await newUser({ fullName: 'Ada Byron' }));
    const tooLong = 'á'.repeat(121);
    const answer = await browser.submit('/profile', { fullName: tooLong });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(m.auth_full_name_long({ max: 120 }));
    expect(answer.body).toContain(`value="${tooLong}"`);
    expect((await browser.submit('/profile', { fullName: 'á'.repeat(120) })).status).toBe(200);
  });

  test('is refused when it holds a line break or a control character', async () => {
    const browser = await signInByHttp(await newUser({ fullName: 'Ada Byron' }));
    for (const name of ['Ada\nByron', 'Ada\u0000', 'Ada\u2028Byron']) {
      const answer = await browser.submit('/profile', { fullName: name });
      expect(answer.status, JSON.stringify(name)).toBe(400);
      expect(answer.body).toContain(m.auth_full_name_characters());
    }
    expect((await browser.open('/dashboard')).body).toContain('Ada Byron');
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
    expect((await form.submit('/profile', { fullName: name })).status, name).toBe(200);
    await page.goto('/dashboard');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.auth_dashboard_hello({ name }));
    await page.getByRole('navigation').getByRole('link', { name: m.common_nav_profile() }).click();
    await expect(page.getByLabel(m.auth_full_name_label()), name).toHaveValue(name);
  }
});

test('a form can not change what it does not ask for: another’s row, the role, the e-mail', async () => {
  const [ada, eve] = await Promise.all([newUser({ fullName: 'Ada Byron' }), newUser({ fullName: 'Eve' })]);
  const [before] = await owner`select id from profiles where email = ${ada.email}`;
  const browser = await signInByHttp(eve);
  const form = await browser.formFor('/profile', { fullName: '' });
  const tampered = { ...form.fields, fullName: 'Mallory', role: 'admin', id: before?.id, email: ada.email };
  await browser.post(form.path, new URLSearchParams(tampered).toString());

  const rows = await owner`
    select email, full_name, role from profiles where email in (${ada.email}, ${eve.email}) order by full_name`;
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { email: ada.email, full_name: 'Ada Byron', role: 'user' },
    { email: eve.email, full_name: 'Mallory', role: 'user' },
  ]);
});
