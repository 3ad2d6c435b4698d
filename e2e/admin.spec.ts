import type { Page } from '@playwright/test';
import { ACT_WORDS } from '../src/features/admin/act-words';
import type { Act } from '../src/features/admin/admin.rules';
import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import { apiOf } from '../src/lib/testing/users';
import { readSession } from './http/session-cookie';
import { confirmByPassword } from './steps/confirm';
import { fillChange } from './steps/password';
import { enterAs, enterAsNewAdmin, languageOf, letTimePass, signInByHttp } from './steps/sign-in';
import { idOf, newAdmin, newUser } from './support/people';
import { expect, test } from './support/test';

/** A name that nobody else has, so that a search finds the people of one test. */
const unheardOf = () => `Wren ${crypto.randomUUID().slice(0, 8)}`;

async function search(page: Page, words: string): Promise<void> {
  const options = { locale: await languageOf(page) };
  await page.getByLabel(m.admin_search_label({}, options)).fill(words);
  await page.getByRole('button', { name: m.admin_search_submit({}, options) }).click();
  await expect(page).toHaveURL(/search=/);
}

const usersOn = (page: Page) =>
  page
    .getByRole('table')
    .getByRole('row')
    .filter({ has: page.getByRole('link') });

/** Presses the button of the act and says yes. */
async function ask(page: Page, name: Act): Promise<void> {
  const label = ACT_WORDS[name].label({}, { locale: await languageOf(page) });
  await page.getByRole('button', { name: label, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: label, exact: true }).click();
}

/** The same, up to the sentence that it is done. */
async function act(page: Page, name: Act): Promise<void> {
  const options = { locale: await languageOf(page) };
  await ask(page, name);
  await expect(page.getByText(ACT_WORDS[name].done({}, options))).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('whoever is suspended is out at once: page, action and Data API', { tag: '@either' }, async ({
      page,
    }) => {
      const ada = await newUser({ fullName: unheardOf() });
      const hers = await signInByHttp(ada);
      const { access_token: accessToken } = readSession(hers.jar.get('alcazar-auth') ?? '');
      const read = async () => (await apiOf({ accessToken }).from('profiles').select('id')).data?.length;
      const form = await hers.formFor('/account', { fullName: '' });
      const kept = { Cookie: hers.jar.header };
      expect([await read(), (await hers.open('/dashboard', kept)).status]).toEqual([1, 200]);

      const grace = await enterAsNewAdmin(page);
      await page.goto('/dashboard');
      const nav = page.getByRole('navigation', { name: m.common_nav_main({}, { locale }) });
      await nav.getByRole('link', { name: m.common_nav_admin({}, { locale }) }).click();
      await page.getByRole('link', { name: m.admin_reports_users({}, { locale }) }).click();
      await search(page, ada.fullName.toUpperCase());
      await expect(usersOn(page)).toHaveCount(1);
      await page.getByRole('link', { name: ada.fullName }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(ada.fullName);
      await act(page, 'suspend');
      await expect(page.getByText(m.admin_state_suspended({}, { locale })).first()).toBeVisible();

      const answers = [
        await hers.open('/dashboard', kept),
        await hers.open('/dashboard/q-data.json', kept),
        await hers.post(
          form.path,
          new URLSearchParams({ ...form.fields, fullName: 'Graffiti' }).toString(),
          kept,
        ),
      ];
      for (const { status, headers, body } of answers) {
        expect(status).toBe(302);
        expect(headers.get('Location')).toContain('/login');
        expect(body).not.toContain(ada.fullName);
      }
      expect(await read()).toBe(0);
      const [row] = await owner`select full_name from profiles where email = ${ada.email}`;
      expect(row?.full_name).toBe(ada.fullName);

      const latest = page
        .getByRole('listitem')
        .filter({ hasText: m.admin_event_account_suspended({}, { locale }) });
      await expect(latest).toContainText(m.admin_event_by({ who: grace.email }, { locale }));
      await act(page, 'restore');
      expect((await hers.open('/dashboard', kept)).status).toBe(302);
      expect((await (await signInByHttp(ada)).open('/dashboard')).status).toBe(200);
    });
  });
}

test('a role holds from the next request on, there and back', { tag: '@either' }, async ({
  page,
  newVisitor,
}) => {
  const ada = await newUser({ fullName: unheardOf() });
  const hers = await newVisitor();
  await enterAs(hers, ada);
  await hers.goto('/dashboard');
  const administration = hers.getByRole('link', { name: m.common_nav_admin() });
  await expect(administration).toHaveCount(0);

  await enterAsNewAdmin(page);
  await page.goto(`/admin/users/${await idOf(ada)}`);
  await act(page, 'make_admin');
  await hers.goto('/dashboard');
  await administration.click();
  await expect(hers.getByRole('heading', { level: 1 })).toHaveText(m.admin_reports_title());

  await act(page, 'make_user');
  await hers.goto('/dashboard');
  await expect(administration).toHaveCount(0);
  expect((await (await signInByHttp(ada)).open('/admin/users')).status).toBe(404);
});

test('an administrator who was demoted meanwhile does nothing any more', { tag: '@either' }, async ({
  page,
}) => {
  const [grace, ada] = [await enterAsNewAdmin(page), await newUser()];
  await newAdmin();
  const browser = await signInByHttp(grace);
  const { path, fields } = await browser.formFor(`/admin/users/${await idOf(ada)}`, { act: '' });
  await owner`update profiles set role = 'user' where email = ${grace.email}`;
  const answer = await browser.post(path, new URLSearchParams({ ...fields, act: 'suspend' }).toString());
  expect(answer.status).toBe(404);
  const [row] = await owner`select suspended_at from profiles where email = ${ada.email}`;
  expect(row?.suspended_at).toBeNull();
});

test('all devices of a user are signed out, by no browser that was left open, and they may come back', {
  tag: '@either',
}, async ({ page }) => {
  const ada = await newUser();
  const [laptop, phone] = await Promise.all([signInByHttp(ada), signInByHttp(ada)]);
  const about = `/admin/users/${await idOf(ada)}`;
  const grace = await enterAsNewAdmin(page);
  await letTimePass(grace);
  await page.goto(about);
  await ask(page, 'end_sessions');
  await expect(page).toHaveURL(`/account/confirm?next=${encodeURIComponent(about)}`);
  await confirmByPassword(page, grace);
  await expect(page).toHaveURL(about);
  await expect(page.getByText(m.admin_act_again({ act: m.admin_end_sessions() }))).toBeVisible();
  for (const device of [laptop, phone]) expect((await device.open('/dashboard')).status).toBe(200);

  await act(page, 'end_sessions');
  for (const device of [laptop, phone]) expect((await device.open('/dashboard')).status).toBe(302);
  expect((await (await signInByHttp(ada)).open('/dashboard')).status).toBe(200);
});

test('whoever has to choose another password does so before anything else, and goes on', {
  tag: '@either',
}, async ({ page, newVisitor }) => {
  const ada = await newUser({ fullName: unheardOf() });
  const hers = await newVisitor();
  await enterAs(hers, ada);
  await enterAsNewAdmin(page);
  const about = `/admin/users/${await idOf(ada)}`;
  await page.goto(about);
  await act(page, 'require_password');
  await expect(page.getByText(m.admin_state_must_change()).first()).toBeVisible();

  await hers.goto('/wallet');
  await expect(hers).toHaveURL('/account/password');
  await expect(hers.getByText(m.auth_change_demanded())).toBeVisible();
  await fillChange(hers, ada.password, 'louder-harbour-42');
  await expect(hers).toHaveURL(/^[^?]+\/dashboard/);
  await hers.goto('/wallet');
  await expect(hers).toHaveURL('/wallet');
  await page.goto(about);
  await expect(page.getByText(m.admin_state_must_change())).toHaveCount(0);
});

test('what is asked first can be left', { tag: '@either' }, async ({ page }) => {
  const ada = await newUser();
  await enterAsNewAdmin(page);
  await page.goto(`/admin/users/${await idOf(ada)}`);
  const open = page.getByRole('button', { name: m.admin_suspend(), exact: true });
  for (const leave of [
    () => page.keyboard.press('Escape'),
    () => page.getByRole('dialog').getByRole('button', { name: m.admin_act_cancel() }).click(),
  ]) {
    await open.click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expect(page.getByRole('button', { name: m.admin_act_cancel() })).toBeFocused();
    await leave();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(open).toBeFocused();
  }
  const [row] = await owner`select suspended_at from profiles where email = ${ada.email}`;
  expect(row?.suspended_at).toBeNull();
});

test('one’s own page offers nothing, and what is sent there all the same is refused', async ({ page }) => {
  const grace = await enterAsNewAdmin(page);
  const path = `/admin/users/${await idOf(grace)}`;
  await page.goto(path);
  await expect(page.getByText(m.admin_acts_own())).toBeVisible();
  await expect(page.getByRole('main').locator('form, [popovertarget]')).toHaveCount(0);
  const browser = await signInByHttp(grace);
  const other = await browser.formFor(`/admin/users/${await idOf(await newUser())}`, { act: '' });
  const query = new URL(other.path, 'http://x').search;
  for (const name of ['suspend', 'make_user', 'end_sessions', 'require_password', 'restore']) {
    const answer = await browser.post(path + query, `act=${name}`);
    expect(answer.status).toBe(409);
    expect(answer.body).toContain(m.admin_own_account());
  }
  expect((await browser.open(path)).status).toBe(200);
});

test('the list is narrowed by role and state, and says so when nobody is left', { tag: '@either' }, async ({
  page,
}) => {
  const name = unheardOf();
  const [ada, ben] = [
    await newUser({ fullName: `${name} Ada` }),
    await newAdmin({ fullName: `${name} Ben` }),
  ];
  await owner`update profiles set suspended_at = now() where email = ${ada.email}`;
  await enterAsNewAdmin(page);
  await page.goto('/admin/users');
  await search(page, name);
  await expect(usersOn(page)).toHaveCount(2);
  await page.getByLabel(m.admin_role()).selectOption('admin');
  await page.getByRole('button', { name: m.admin_search_submit() }).click();
  await expect(usersOn(page)).toHaveCount(1);
  await expect(usersOn(page)).toContainText(ben.email);
  await expect(page.getByLabel(m.admin_search_label())).toHaveValue(name);
  await page.getByLabel(m.admin_state()).selectOption('suspended');
  await page.getByRole('button', { name: m.admin_search_submit() }).click();
  await expect(page.getByText(m.admin_users_none_title())).toBeVisible();
  await page.getByLabel(m.admin_role()).selectOption('');
  await page.getByRole('button', { name: m.admin_search_submit() }).click();
  await expect(usersOn(page)).toContainText(ada.email);
  await page.getByRole('link', { name: m.admin_search_clear() }).click();
  await expect(page).toHaveURL('/admin/users');
});

test('a long list is read page by page, there and back', { tag: '@either' }, async ({ page }) => {
  const name = unheardOf();
  for (let at = 0; at < 27; at++) await newUser({ fullName: `${name} ${at}` });
  await enterAsNewAdmin(page);
  await page.goto(`/admin/users?search=${encodeURIComponent(name)}`);
  await expect(usersOn(page)).toHaveCount(25);
  await expect(page.getByRole('link', { name: m.common_newer() })).toHaveCount(0);
  await page.getByRole('link', { name: m.common_older() }).click();
  await expect(usersOn(page)).toHaveCount(2);
  await expect(usersOn(page).last()).toContainText(`${name} 0`);
  await expect(page.getByRole('link', { name: m.common_older() })).toHaveCount(0);
  await page.getByRole('link', { name: m.common_newer() }).click();
  await expect(usersOn(page)).toHaveCount(25);
  await expect(usersOn(page).first()).toContainText(`${name} 26`);
});

test('an address with nonsense in it shows the list all the same', async () => {
  const admin = await signInByHttp(await newAdmin());
  for (const query of [
    'role=root',
    'state=%00',
    'older=x',
    'newer=99999999999999999-x',
    'search=%00%0a',
    `search=${'x'.repeat(1000)}`,
    'search=%25%27%22%3Cscript%3E',
    'role=admin&role=user',
  ]) {
    expect((await admin.open(`/admin/users?${query}`)).status, query).toBe(200);
  }
  for (const id of ['x', '%00', '0f8fad5b-d9cb-469f-a165-70867728950e']) {
    expect((await admin.open(`/admin/users/${id}`)).status, id).toBeGreaterThanOrEqual(400);
    expect((await admin.open(`/admin/users/${id}`)).status, id).toBeLessThan(500);
  }
});
