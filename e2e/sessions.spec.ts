import type { Page } from '@playwright/test';
import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import type { HttpBrowser } from './http/http-browser';
import { claimsOf, readSession, tokenOf, writeSession } from './http/session-cookie';
import { textOf } from './http/text';
import { enterAs, enterAsNewUser, sessionCookiesOf, signInByHttp } from './steps/sign-in';
import { type CountedServer, startCountedServer } from './support/counted-server';
import { newUser, type Person } from './support/people';
import { expect, test } from './support/test';

const DEVICES = '/account/sessions';

/** Opens the page by its place in the account. */
async function openDevices(page: Page): Promise<void> {
  await page.goto('/account');
  // By its address: the words of other links speak of devices too.
  await page.getByRole('main').locator(`a[href="${DEVICES}"]`).click();
  await expect(page).toHaveURL(DEVICES);
}

const devicesOn = (page: Page) => page.getByRole('main').getByRole('listitem');

const sessionIdOf = (browser: HttpBrowser) =>
  String(claimsOf(readSession(browser.jar.get('alcazar-auth') ?? '').access_token).session_id);

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('whoever ends another device has it refused at its next page', { tag: '@either' }, async ({
      page,
      newVisitor,
    }) => {
      const ada = await newUser({ fullName: 'Ada Byron' });
      const phone = await newVisitor();
      await enterAs(page, ada);
      await enterAs(phone, ada);
      await phone.goto('/profile');

      await openDevices(page);
      await expect(devicesOn(page)).toHaveCount(2);
      await expect(devicesOn(page).first()).toContainText(m.sessions_current({}, { locale }));
      await expect(devicesOn(page).first()).toContainText('127.0.0.1');
      await expect(devicesOn(page).first()).toContainText(/Chrome/);
      const end = devicesOn(page).nth(1).getByRole('button');
      await expect(end).toHaveAccessibleName(new RegExp(`^${m.sessions_end({}, { locale })}: `));
      await end.click();
      await expect(page.getByText(m.sessions_ended({}, { locale }))).toBeVisible();
      await expect(devicesOn(page)).toHaveCount(1);
      await expect(page.getByText(m.sessions_alone_title({}, { locale }))).toBeVisible();

      await phone.goto('/dashboard');
      await expect(phone).toHaveURL('/login?error=session_expired&next=%2Fdashboard');
      expect(await sessionCookiesOf(phone)).toEqual([]);
      await page.goto('/profile');
      await expect(page).toHaveURL('/profile');
    });
  });
}

test('the ended device notices when it navigates in place, too', async ({ page, newVisitor }) => {
  const ada = await newUser();
  const phone = await newVisitor();
  await enterAs(page, ada);
  await enterAs(phone, ada);
  await phone.goto('/dashboard');
  await page.goto(DEVICES);
  await devicesOn(page).nth(1).getByRole('button').click();
  await expect(devicesOn(page)).toHaveCount(1);
  await phone.getByRole('navigation').getByRole('link', { name: m.common_nav_account() }).click();
  await expect(phone).toHaveURL('/login?error=session_expired&next=%2Faccount');
});

test('all others are ended at once, and nobody else’s', { tag: '@either' }, async ({ page }) => {
  const ada = await enterAsNewUser(page);
  const [phone, tablet, stranger] = await Promise.all([
    signInByHttp(ada),
    signInByHttp(ada),
    signInByHttp(await newUser()),
  ]);
  await page.goto(DEVICES);
  await expect(devicesOn(page)).toHaveCount(3);
  await page.getByRole('button', { name: m.sessions_end_others() }).click();
  await expect(page.getByText(m.sessions_others_ended())).toBeVisible();
  await expect(devicesOn(page)).toHaveCount(1);
  await expect(page.getByRole('button', { name: m.sessions_end_others() })).toHaveCount(0);
  for (const ended of [phone, tablet]) expect((await ended.open('/profile')).status).toBe(302);
  expect((await stranger.open('/profile')).status).toBe(200);
});

test('a device with only one session says that there is no other', async ({ page }) => {
  await enterAsNewUser(page);
  await page.goto(DEVICES);
  await expect(devicesOn(page)).toHaveCount(1);
  await expect(page.getByText(m.sessions_alone_title())).toBeVisible();
  await expect(devicesOn(page).getByRole('button')).toHaveCount(0);
});

test.describe('with or without asking the auth server', () => {
  let local: CountedServer;
  test.beforeAll(async () => {
    local = await startCountedServer('sessions-local');
  });
  test.afterAll(() => local.stop());

  for (const place of ['a server that asks', 'a server that verifies']) {
    test(`at ${place}: a valid token of an ended session opens no page, no data and no action`, async () => {
      const origin = place === 'a server that asks' ? undefined : local.origin;
      const ada = await newUser({ fullName: 'Ada Byron' });
      const laptop = await signInByHttp(ada, origin);
      const phone = await signInByHttp(ada, origin);
      const form = await phone.formFor('/account', { fullName: '' });
      const renamed = new URLSearchParams({ ...form.fields, fullName: 'Graffiti' }).toString();
      const kept = { Cookie: phone.jar.header };
      expect((await phone.open('/profile/q-data.json', kept)).body).toContain('Ada Byron');

      const ended = await laptop.submit(DEVICES, { session: sessionIdOf(phone) });
      expect(ended.status).toBe(200);
      const approaches = [
        () => phone.open('/profile', kept),
        () => phone.open('/profile/q-data.json', kept),
        () => phone.open(DEVICES, kept),
        () => phone.post(form.path, renamed, kept),
        () => phone.post(form.path, renamed),
      ];
      for (const approach of approaches) {
        const answer = await approach();
        expect(answer.status).toBe(302);
        expect(answer.headers.get('Location')).toContain('/login');
        expect(answer.body).not.toContain('Ada Byron');
      }
      const [row] = await owner`select full_name from profiles where email = ${ada.email}`;
      expect(row?.full_name).toBe('Ada Byron');
      expect((await laptop.open('/profile')).body).toContain('Ada Byron');
      if (origin) expect(local.authCalls.filter((call) => call.includes('/user'))).toEqual([]);
    });
  }

  test('a token under another’s signature, and another’s id around a valid one, open nothing', async () => {
    const [ada, mallory] = await Promise.all([
      newUser({ fullName: 'Ada Byron' }),
      newUser({ fullName: 'Mallory' }),
    ]);
    const [victim, thief] = await Promise.all([
      signInByHttp(ada, local.origin),
      signInByHttp(mallory, local.origin),
    ]);
    const own = readSession(thief.jar.get('alcazar-auth') ?? '');
    const hers = readSession(victim.jar.get('alcazar-auth') ?? '');
    const claims = claimsOf(hers.access_token);
    const forged = [
      tokenOf(claims, 'nobody'),
      tokenOf(claims, { as: own.access_token }),
      tokenOf(claims, { secret: 'another-secret-of-the-right-length-42' }),
    ];
    for (const access_token of forged) {
      const cookie = writeSession({ ...own, access_token });
      const answer = await thief.open('/profile', { Cookie: `alcazar-auth=${cookie}` });
      expect(answer.headers.get('Location')).toBe('/login?error=session_expired&next=%2Fprofile');
    }
    const user = { id: claims.sub, email: ada.email, role: 'service_role' };
    const around = writeSession({ ...own, user, token_type: 'bearer' });
    const answer = await thief.open('/profile', { Cookie: `alcazar-auth=${around}` });
    expect([answer.status, answer.body.includes('Ada Byron')]).toEqual([200, false]);
    expect(answer.body).toContain(mallory.email);
  });
});

test.describe('another user’s session', () => {
  test('does not exist, and goes on', async () => {
    const [ada, mallory]: Person[] = await Promise.all([newUser(), newUser()]);
    if (!ada || !mallory) throw new Error('two people were made');
    const victim = await signInByHttp(ada);
    await victim.open('/profile');
    const thief = await signInByHttp(mallory);
    await signInByHttp(mallory);
    const { path } = await thief.formFor(DEVICES, { session: '' });
    const end = (session: string) => thief.post(path, new URLSearchParams({ session }).toString());

    const [foreign, unknown] = [await end(sessionIdOf(victim)), await end(crypto.randomUUID())];
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    expect(textOf(foreign.body)).toContain(m.sessions_end_missing());
    expect(textOf(foreign.body)).toBe(textOf(unknown.body));
    expect((await end('x')).status).toBe(400);
    expect((await end(sessionIdOf(thief))).status).toBe(409);
    expect((await victim.open('/profile')).status).toBe(200);
    expect((await thief.open('/profile')).status).toBe(200);
  });
});

test('a session that was idle for too long is refused, and its refresh token is worth nothing', async () => {
  const ada = await newUser();
  const browser = await signInByHttp(ada);
  await browser.open('/profile');
  const id = sessionIdOf(browser);
  await owner`update user_sessions set first_seen_at = now() - interval '9 days', last_seen_at = now() - interval '8 days' where id = ${id}`;
  const answer = await browser.open('/profile');
  expect(answer.headers.get('Location')).toBe('/login?error=session_expired&next=%2Fprofile');
  expect((await owner`select from auth.sessions where id = ${id}`).length).toBe(0);
});
