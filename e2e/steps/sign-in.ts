import type { Page } from '@playwright/test';
import * as m from '../../src/lib/i18n/paraglide/messages';
import { owner } from '../../src/lib/testing/owner';
import { HttpBrowser } from '../http/http-browser';
import { textOf } from '../http/text';
import { newAdmin, newUser, type Person } from '../support/people';

type Credentials = Pick<Person, 'email' | 'password'>;

/** Fills in the sign-in form of the page that is open, in its language, and sends it. */
export async function fillSignIn(page: Page, { email, password }: Credentials): Promise<void> {
  const options = { locale: await languageOf(page) };
  await page.getByLabel(m.auth_email_label({}, options)).fill(email);
  await page.getByLabel(m.auth_password_label({}, options), { exact: true }).fill(password);
  await page.getByRole('button', { name: m.auth_login_submit({}, options), exact: true }).click();
}

/** Signs in through the front door, up to the dashboard. */
export async function signIn(page: Page, credentials: Credentials): Promise<void> {
  await page.goto('/login');
  await fillSignIn(page, credentials);
  await page.waitForURL('/dashboard');
}

/** Signs in without a browser, as a form without script does. Throws what the page answered instead. */
export async function signInByHttp(credentials: Credentials, origin?: string): Promise<HttpBrowser> {
  const browser = new HttpBrowser(origin);
  const { email, password } = credentials;
  const answer = await browser.submit('/login', { email, password });
  if (answer.status !== 303) throw new Error(`sign-in answered ${answer.status}: ${textOf(answer.body)}`);
  return browser;
}

/** For tests that begin behind the door: a new user's session in this browser, without opening a page. */
export async function enterAsNewUser(page: Page, given: Partial<Person> = {}): Promise<Person> {
  const person = await newUser(given);
  await enterAs(page, person);
  return person;
}

/** The same for somebody who administers. */
export async function enterAsNewAdmin(page: Page, given: Partial<Person> = {}): Promise<Person> {
  const person = await newAdmin(given);
  await enterAs(page, person);
  return person;
}

export async function enterAs(page: Page, person: Credentials): Promise<void> {
  const { jar, origin } = await signInByHttp(person);
  const cookies = jar.names.map((name) => ({
    name,
    value: jar.get(name) ?? '',
    url: origin,
    httpOnly: true,
  }));
  await page.context().addCookies(cookies);
}

/** What this browser holds of a session: nothing once it is signed out. That it was seen before, it keeps. */
export async function sessionCookiesOf(page: Page) {
  const cookies = await page.context().cookies();
  return cookies.filter(({ name }) => name.startsWith('alcazar-auth'));
}

/** What the page says its language is. */
export async function languageOf(page: Page): Promise<'en' | 'es'> {
  return (await page.locator('html').getAttribute('lang')) === 'es' ? 'es' : 'en';
}

/** Their sign-in was an hour ago, in every browser. */
export async function letTimePass({ email }: Pick<Person, 'email'>): Promise<void> {
  await owner`
    update auth.sessions set created_at = now() - interval '1 hour'
    where user_id = (select id from profiles where email = ${email})`;
}
