import { limitHash } from '../src/features/security/limit-keys';
import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import { formatWait } from '../src/lib/wait';
import { HttpBrowser } from './http/http-browser';
import { textOf } from './http/text';
import { fillSignIn, signInByHttp } from './steps/sign-in';
import { newPerson, newUser, type Person } from './support/people';
import { expect, test } from './support/test';

const WRONG = 'not-the-harbour-42';

/** What the page says, with a wait of so many minutes. */
const wait = (minutes: number, locale: 'en' | 'es' = 'en') =>
  m.security_limit_wait({ wait: formatWait(minutes * 60, locale) }, { locale });

/** A try to sign in, in a browser of its own. */
async function tryIn({ email }: Pick<Person, 'email'>, password: string) {
  const { status, headers, body } = await new HttpBrowser().submit('/login', { email, password });
  return { status, headers, body, text: textOf(body).replaceAll(email, 'the address') };
}

/** As many wrong passwords as it takes. */
async function lockOut(person: Pick<Person, 'email'>): Promise<void> {
  const answers = await Promise.all(Array.from({ length: 5 }, () => tryIn(person, WRONG)));
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(401));
}

/** Lets the time of a lock run out. */
async function passTime({ email }: Person): Promise<void> {
  const aged = await owner`
    update public.rate_limits set expire = now() where split_part(key, ':', 2) = ${limitHash(email)}`;
  expect(aged.count).toBeGreaterThan(0);
}

for (const locale of ['en', 'es'] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale, expectedStatuses: [429] });

    test('whoever has guessed too often is told for how long, and can sign in afterwards', {
      tag: '@either',
    }, async ({ page }) => {
      const ada = await newUser();
      await lockOut(ada);
      await page.goto('/login');
      await fillSignIn(page, ada);
      await expect(page.getByRole('alert')).toHaveText(wait(15, locale));
      await expect(page.getByLabel(m.auth_email_label({}, { locale }))).toHaveValue(ada.email);
      await expect(page.getByLabel(m.auth_password_label({}, { locale }), { exact: true })).toHaveValue('');

      await passTime(ada);
      await fillSignIn(page, ada);
      await expect(page).toHaveURL('/dashboard');
    });
  });
}

test('a lock answers a right password, a wrong one and an address that nobody has in the same way', async () => {
  const [ada, nobody] = [await newUser(), newPerson()];
  await Promise.all([lockOut(ada), lockOut(nobody)]);
  const answers = await Promise.all([tryIn(ada, ada.password), tryIn(ada, WRONG), tryIn(nobody, WRONG)]);
  for (const { status, headers, text, body } of answers) {
    expect(status).toBe(429);
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(Number(headers.get('Retry-After'))).toBeLessThanOrEqual(15 * 60);
    expect(headers.getSetCookie()).toEqual([]);
    expect(text).toBe(answers[0]?.text);
    expect([...headers.keys()].sort()).toEqual([...(answers[0]?.headers.keys() ?? [])].sort());
    expect(body).not.toContain(ada.password);
  }
});

test('nobody else is kept out by it', async () => {
  const [ada, bob] = await Promise.all([newUser(), newUser()]);
  await lockOut(ada);
  expect((await tryIn(ada, ada.password)).status).toBe(429);
  await signInByHttp(bob);
});

test('the browser that its owner has used before is not kept out either', async () => {
  const ada = await newUser();
  const home = await signInByHttp(ada);
  await home.post('/logout', '');
  await lockOut(ada);
  const answer = await home.submit('/login', { email: ada.email, password: ada.password });
  expect(answer.status).toBe(303);
});

test('no mailbox is filled: each form that sends a mail says when it has sent enough', async () => {
  const { email } = newPerson();
  const forms: [path: string, fields: Record<string, string>][] = [
    ['/forgot-password', { email }],
    ['/signup', { email, fullName: 'Ada Byron', password: 'quiet-harbour-41' }],
  ];
  for (const [path, fields] of forms) {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => new HttpBrowser().submit(path, fields)),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused, path).toHaveLength(1);
    expect(textOf(refused[0]?.body ?? ''), path).toContain(wait(60));
    expect(refused[0]?.body, path).toContain(`value="${email}"`);
  }
});
