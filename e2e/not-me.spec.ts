import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import { HttpBrowser } from './http/http-browser';
import { rawRequest } from './http/raw-request';
import { textOf } from './http/text';
import { brokenInto } from './steps/past';
import { enterAs, signInByHttp } from './steps/sign-in';
import { linkIn } from './steps/sign-up';
import { noticeLinkIn, waitForMail, waitForNotice } from './support/mailbox';
import { newUser } from './support/people';
import { expect, test } from './support/test';

const NEW_PASSWORD = 'copper-lantern-58';
const ORIGIN = process.env.ORIGIN ?? '';

const report = (link: string) => {
  const token = new URL(link, ORIGIN).searchParams.get('token') ?? '';
  return new HttpBrowser().post('/auth/not-me', new URLSearchParams({ token }).toString());
};

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('whoever reports a stranger has them out at once, and the password opens nothing until it is replaced', {
      tag: '@either',
    }, async ({ page, newVisitor }) => {
      const ada = await newUser({ fullName: 'Ada Byron' });
      const thief = await newVisitor();
      await enterAs(page, ada);
      await enterAs(thief, ada);
      const notice = await waitForNotice(ada.email);
      expect(notice.links.every((link) => link.startsWith(`${ORIGIN}/auth/not-me?token=`))).toBe(true);

      await page.goto(noticeLinkIn(notice) ?? '');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        m.security_report_title({}, { locale }),
      );
      await expect(page.getByText(m.security_notice_new_device({}, { locale }))).toBeVisible();
      await thief.goto('/profile');
      await expect(thief).toHaveURL('/profile');

      await page.getByRole('button', { name: m.security_report_submit({}, { locale }) }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        m.security_report_done_title({}, { locale }),
      );
      for (const browser of [thief, page]) {
        await browser.goto('/profile');
        await expect(browser).toHaveURL(/^[^?]*\/login\?/);
      }
      const { email, password } = ada;
      expect((await new HttpBrowser().submit('/login', { email, password })).status).toBe(403);

      // One by the report, one by whoever tried the password just now.
      await page.goto(linkIn(await waitForMail(ada.email, 2)));
      await expect(page).toHaveURL('/reset-password');
      await page.getByLabel(m.auth_reset_label({}, { locale })).fill(NEW_PASSWORD);
      await page.getByRole('button', { name: m.auth_reset_submit({}, { locale }) }).click();
      await expect(page).toHaveURL(/\/dashboard/);
      expect((await new HttpBrowser().submit('/login', { email, password })).status).toBe(401);
      await signInByHttp({ email, password: NEW_PASSWORD });
      await page.goto('/account/activity');
      await expect(page.getByText(m.security_reported_not_me({}, { locale }))).toBeVisible();
    });
  });
}

test('a program that opens every link of a mail changes nothing', async () => {
  const { thief, link } = await brokenInto(await newUser());
  for (const method of ['GET', 'HEAD', 'GET', 'OPTIONS']) {
    const scanned = await rawRequest(ORIGIN, link, { method, headers: { Accept: '*/*' } });
    expect(scanned.status, method).toBeLessThan(300);
  }
  await new HttpBrowser().open(link, { 'Sec-Purpose': 'prefetch' });
  expect((await thief.open('/profile')).status).toBe(200);
  expect((await report(link)).status).toBe(200);
  expect((await thief.open('/profile')).status).toBe(302);
});

test('a link that is used, too old or made up is one page, which says how to go on', async () => {
  const [used, old] = [await brokenInto(await newUser()), await brokenInto(await newUser())];
  await report(used.link);
  const late = new URL(old.link, ORIGIN).searchParams.get('token') ?? '';
  await owner`
    update security_report_links set expires_at = now() - interval '1 minute'
    where token_hash = ${new Bun.CryptoHasher('sha256').update(late).digest('base64url')}`;
  const madeUp = `/auth/not-me?token=${'x'.repeat(43)}`;
  const links = [used.link, old.link, madeUp, '/auth/not-me?token=', '/auth/not-me'];
  const answers = await Promise.all(
    links.flatMap((link) => [new HttpBrowser().open(link), report(link)].map((answer) => answer)),
  );
  const [first] = answers;
  expect(textOf(first?.body ?? '')).toContain(m.security_report_over_title());
  for (const { status, body } of answers) {
    expect(status).toBe(400);
    expect(textOf(body)).toBe(textOf(first?.body ?? ''));
  }
  expect((await old.thief.open('/profile')).status).toBe(200);
});

test('the page says nothing of whose account it is, is kept by nobody, and tells no other site its address', async () => {
  const ada = await newUser({ fullName: 'Ada Byron' });
  const { link } = await brokenInto(ada);
  const answers = [
    await new HttpBrowser().open(link),
    await report(link),
    await new HttpBrowser().open(link),
  ];
  for (const { body, headers } of answers) {
    expect(body).not.toContain(ada.email);
    expect(body).not.toContain('Ada Byron');
    expect(body).toContain('<meta name="referrer" content="strict-origin"');
    expect(headers.get('Cache-Control')).toBe('private, no-store');
  }
});

test('the link leads where the app is configured to be, whatever host the request named', async () => {
  const ada = await newUser();
  await signInByHttp(ada);
  const { path, fields } = await new HttpBrowser().formFor('/login', { email: '', password: '' });
  const { email, password } = ada;
  const headers = {
    Origin: ORIGIN,
    Host: 'evil.example',
    'X-Forwarded-Host': 'evil.example',
    'Content-Type': 'application/x-www-form-urlencoded',
  };
  const body = new URLSearchParams({ ...fields, email, password }).toString();
  await rawRequest(ORIGIN, path, { method: 'POST', headers, body });
  const { html, text } = await waitForNotice(email);
  expect(html + text).not.toContain('evil.example');
  expect(text).toContain(`${ORIGIN}/auth/not-me?token=`);
});
