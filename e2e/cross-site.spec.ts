import { owner } from '../src/lib/testing/owner';
import { bodiesWith } from './http/approaches';
import type { HttpBrowser } from './http/http-browser';
import { rawRequest } from './http/raw-request';
import { signInByHttp } from './steps/sign-in';
import { newUser } from './support/people';
import { expect, test } from './support/test';

const ORIGIN = process.env.ORIGIN ?? '';
const { port } = new URL(ORIGIN);

/** What a browser says of a request that another site has made, and what it never says. */
const FOREIGN: Record<string, Record<string, string>> = {
  'no origin': {},
  'no origin and a foreign site': { 'Sec-Fetch-Site': 'cross-site' },
  'the origin null': { Origin: 'null' },
  'another site': { Origin: 'https://evil.example' },
  'a name that begins like ours': { Origin: `${ORIGIN}.evil.example` },
  'another port of this machine': { Origin: `http://localhost:${Number(port) + 1}` },
  'another scheme': { Origin: `https://localhost:${port}` },
  'our origin, from a foreign site': { Origin: ORIGIN, 'Sec-Fetch-Site': 'cross-site' },
  'our origin, from a sister site': { Origin: ORIGIN, 'Sec-Fetch-Site': 'same-site' },
  'our origin, with a path': { Origin: `${ORIGIN}/` },
  'our origin by hearsay': {
    Origin: 'https://evil.example',
    'X-Forwarded-Host': 'evil.example',
    Host: 'evil.example',
  },
};

function send(
  browser: HttpBrowser,
  target: string,
  type: string,
  body: string,
  headers: Record<string, string>,
) {
  return rawRequest(ORIGIN, target, {
    method: 'POST',
    body,
    headers: { Cookie: browser.jar.header, ...(type ? { 'Content-Type': type } : {}), ...headers },
  });
}

test('another site can not save the account of somebody who is signed in', async () => {
  const ada = await newUser({ fullName: 'Ada Byron' });
  const browser = await signInByHttp(ada);
  const { path, fields } = await browser.formFor('/account', { fullName: '' });
  for (const [who, headers] of Object.entries(FOREIGN)) {
    for (const [type, body] of Object.entries(bodiesWith({ ...fields, fullName: 'Eve' }))) {
      const answer = await send(browser, path, type, body, headers);
      expect(answer.status, `${who}: ${type}`).toBe(403);
    }
  }
  const [row] = await owner`select full_name from profiles where email = ${ada.email}`;
  expect(row?.full_name).toBe('Ada Byron');
});

test('nor sign them out, nor choose their language', async () => {
  const browser = await signInByHttp(await newUser());
  for (const [who, headers] of Object.entries(FOREIGN)) {
    for (const [target, body] of [
      ['/logout', ''],
      ['/preferences', 'locale=es'],
    ] as const) {
      const answer = await send(browser, target, 'application/x-www-form-urlencoded', body, headers);
      expect(answer.status, `${who}: ${target}`).toBe(403);
      expect(answer.headers.getSetCookie(), `${who}: ${target}`).toEqual([]);
    }
  }
  expect((await browser.open('/dashboard')).status).toBe(200);
});

test('nor sign a visitor in as somebody else', async () => {
  const eve = await newUser();
  const browser = await signInByHttp(await newUser());
  await browser.post('/logout', '');
  const { path } = await browser.formFor('/login', { email: '', password: '' });
  const body = new URLSearchParams({ email: eve.email, password: eve.password }).toString();
  for (const [who, headers] of Object.entries(FOREIGN)) {
    const answer = await send(browser, path, 'application/x-www-form-urlencoded', body, headers);
    expect(answer.status, who).toBe(403);
    expect(answer.headers.getSetCookie(), who).toEqual([]);
  }
});

test('our own page can, by every name of this machine', async () => {
  const browser = await signInByHttp(await newUser());
  const { path, fields } = await browser.formFor('/account', { fullName: '' });
  const body = new URLSearchParams({ ...fields, fullName: 'Ada' }).toString();
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`]) {
    const own = { Host: host, Origin: `http://${host}`, 'Sec-Fetch-Site': 'same-origin' };
    const answer = await send(browser, path, 'application/x-www-form-urlencoded', body, own);
    expect(answer.status, host).toBe(303);
  }
});
