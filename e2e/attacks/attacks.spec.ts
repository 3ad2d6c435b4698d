import { someLetters } from '../../src/lib/testing/some-letters';
import { FORM_TYPE, HttpBrowser } from '../http/http-browser';
import { rawRequest } from '../http/raw-request';
import { adminRoutes, ownPages, ownThings, routesBelow } from '../http/routes';
import { subscribeByHttp } from '../steps/billing';
import { signInByHttp } from '../steps/sign-in';
import { closeLedger, newUserWith } from '../steps/wallet';
import { mailsTo, waitForMail } from '../support/mailbox';
import { idOf, newAdmin, newUser } from '../support/people';
import { expect, test } from '../support/test';
import { callAll, callsElsewhere, everyCall, idsOfTheServer, keptWith } from './calls';
import { MARK } from './hostile';
import { troubleIn, troubleInMail } from './judge';
import { assail, oneIn, wholeSurface } from './surface';

const ORIGIN = process.env.ORIGIN ?? '';

test.afterAll(closeLedger);

test('every route, by every method, content type and origin, answers nobody anything it should not', async () => {
  const requests = wholeSurface();
  expect(requests.length).toBeGreaterThan(5_000);
  expect(await assail(oneIn(13, requests))).toEqual([]);
});

test('nothing that the server knows to call is called by nobody, or elsewhere by somebody', async () => {
  expect(idsOfTheServer().length).toBeGreaterThan(50);
  const [victim, stranger] = await Promise.all([newUser(), newUser()]);
  const browser = await signInByHttp(stranger);
  expect((await browser.open('/dashboard')).status).toBe(200);
  const secrets = [victim.email, stranger.email];
  const about = [...secrets, await idOf(victim), await idOf(stranger)];
  const before = await keptWith(...about);
  expect(await callAll(oneIn(61, everyCall()), '', secrets)).toEqual([]);
  expect(await callAll(oneIn(67, callsElsewhere()), browser.jar.header, secrets)).toEqual([]);
  expect(await keptWith(...about)).toEqual(before);
  // They were still somebody.
  expect((await browser.open('/dashboard')).status).toBe(200);
});

test('what people write is markup nowhere: in their pages, in those of others, in their mails and files', async () => {
  const said = `"'><${MARK} ${MARK}="1">`;
  const [ada, ben] = await Promise.all([newUserWith(20_000n, { fullName: `Ada ${said}` }), newUser()]);
  const [browser, device] = [new HttpBrowser(), new HttpBrowser()];
  for (const one of [browser, device]) {
    const { path, fields } = await one.formFor('/login', { email: '', password: '' });
    const login = new URLSearchParams({ ...fields, email: ada.email, password: ada.password }).toString();
    await one.post(path, login, { 'User-Agent': said });
  }
  const written = { recipient: ben.email, amount: '1', note: said };
  const check = await browser.submit('/wallet/send', written);
  expect((await browser.submitIn(check, '/wallet/send', written, { step: 'send' })).status).toBe(303);
  const number = await subscribeByHttp(browser);
  const moved = `o'${MARK}+${someLetters()}@example.test`;
  expect((await device.submit('/account/email', { email: moved })).status).toBe(200);

  const [his, admin] = await Promise.all([
    signInByHttp(ben),
    newAdmin().then((person) => signInByHttp(person)),
  ]);
  const query = new URLSearchParams({ search: said, next: said, notice: said, q: said });
  const seen = [
    ...[...ownPages(), ...ownThings(number), ...routesBelow('(site)')].map(
      (page) => [browser, page] as const,
    ),
    [his, '/wallet'] as const,
    ...adminRoutes(await idOf(ada)).map((page) => [admin, page] as const),
    ...[...routesBelow('(auth)'), '/no-such-page'].map((page) => [new HttpBrowser(), page] as const),
  ];
  const answers = await Promise.all(
    seen.map(async ([reader, page]) => ({ page, answer: await reader.open(`${page}?${query}`) })),
  );
  const troubles = answers.flatMap(({ page, answer }) => {
    const trouble = troubleIn(answer);
    return trouble ? [`${page} ${trouble}`] : [];
  });
  expect(troubles).toEqual([]);
  const mails = [await waitForMail(moved), ...(await mailsTo(ada.email))];
  expect(mails.map(({ subject }) => subject).length).toBeGreaterThan(3);
  expect(mails.flatMap((mail) => troubleInMail(mail) ?? [])).toEqual([]);
  // It stands there, or this would have tried nothing.
  expect(answers.filter(({ answer }) => answer.body.includes(MARK)).length).toBeGreaterThan(10);
  expect(mails[0]?.html).toContain(MARK);
});

/** Every door that is told where to go on, beside the sign-in page, which has a test of its own. */
const DOORS: Record<string, (next: string) => Promise<{ headers: Headers; status: number }>> = {
  'a preference': (next) =>
    new HttpBrowser().post('/preferences', new URLSearchParams({ locale: 'es', next }).toString()),
  'a provider': (next) =>
    new HttpBrowser().post('/auth/provider', new URLSearchParams({ provider: 'github', next }).toString()),
  'the way back from a provider': (next) =>
    new HttpBrowser().open(`/auth/callback?${new URLSearchParams({ code: 'x', next })}`),
  'a link of a mail': (next) =>
    new HttpBrowser().open(`/auth/confirm?${new URLSearchParams({ token_hash: 'x', type: 'email', next })}`),
};

test('no door leads to another site, whatever it is told', async () => {
  const elsewhere = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
  ];
  for (const [door, open] of Object.entries(DOORS)) {
    for (const next of elsewhere) {
      const answer = await open(next);
      expect(answer.status, `${door}: ${next}`).toBeLessThan(500);
      expect(JSON.stringify([...answer.headers]), `${door}: ${next}`).not.toContain('evil.example');
    }
  }
});

test('odd requests are answered as such, and the server goes on', async () => {
  const many = Array.from({ length: 1000 }, (_, index) => `c${index}=x`).join('; ');
  const odd = {
    'a thousand cookies': rawRequest(ORIGIN, '/login', { headers: { Cookie: many } }),
    'a header as long as a book': rawRequest(ORIGIN, '/login', {
      headers: { 'X-Long': 'a'.repeat(100_000) },
    }),
    'many headers': rawRequest(ORIGIN, '/login', {
      headers: Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`X-${index}`, 'x'])),
    }),
    'no host': rawRequest(ORIGIN, '/login', { headers: { Host: '' } }),
    'a host that is none': rawRequest(ORIGIN, '/login', { headers: { Host: 'a b@c/../' } }),
    'two hosts': rawRequest(ORIGIN, '/login', { headers: { Host: 'localhost', host: 'evil.example' } }),
    'more body than it says': rawRequest(ORIGIN, '/login', {
      method: 'POST',
      headers: { Origin: ORIGIN, 'Content-Type': FORM_TYPE, 'Content-Length': '3' },
      body: 'a=1&b=2',
    }),
    'a length that is none': rawRequest(ORIGIN, '/login', {
      method: 'POST',
      headers: { Origin: ORIGIN, 'Content-Type': FORM_TYPE, 'Content-Length': '-1' },
    }),
    'another character set': rawRequest(ORIGIN, '/preferences', {
      method: 'POST',
      headers: { Origin: ORIGIN, 'Content-Type': `${FORM_TYPE}; charset=utf-7` },
      body: 'locale=+ADw-',
    }),
  };
  for (const [what, answering] of Object.entries(odd)) {
    const answer = await answering;
    expect(troubleIn(answer), what).toBeUndefined();
    expect(JSON.stringify([...answer.headers]) + answer.body, what).not.toContain('evil.example');
  }
  expect((await new HttpBrowser().open('/login')).status).toBe(200);
});
