import { globSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import * as m from '../src/lib/i18n/paraglide/messages';
import { owner } from '../src/lib/testing/owner';
import { claimsOf, tokenOf } from './http/session-cookie';
import { ApiClient, apiFor } from './steps/api';
import { signInByHttp } from './steps/sign-in';
import { balanceOf, closeLedger, newUserWith } from './steps/wallet';
import { idOf, newUser } from './support/people';
import { expect, test } from './support/test';

test.afterAll(closeLedger);

/** What every operation is asked with here, so that none is forgotten: GET where it reads, POST where it acts. */
const CLOSED = globSync('src/routes/api/v1/(customer)/**/index.ts').map((file) =>
  file
    .replaceAll('\\', '/')
    .replace(/^.*\(customer\)|\/index\.ts$/g, '')
    .replace('[number]', 'INV-2026-000001'),
);

test('subscribes, pays and cancels, each of them once, and reads what came of it', async () => {
  const api = await apiFor(await newUserWith(20_000n));
  const { json: catalogue } = await new ApiClient().get('/plans');
  const pro = catalogue.plans.find(({ id }: { id: string }) => id === 'pro');
  const price = pro.prices.find((one: { id: string }) => one.id === 'pro-month-eur');
  expect(price).toMatchObject({ interval: 'month', amount: '4900', currency: 'EUR' });
  expect((await api.get('/subscription')).status).toBe(404);

  const key = { 'Idempotency-Key': 'first' };
  const wanted = { priceId: price.id, country: 'ES' };
  const [begun, again] = await Promise.all([
    api.post('/subscriptions', wanted, key),
    api.post('/subscriptions', wanted, key),
  ]);
  expect([begun.status, again.status]).toEqual([201, 201]);
  expect(again.text).toBe(begun.text);
  const { json: subscription } = await api.get('/subscription');
  expect(subscription).toMatchObject({
    id: begun.json.subscriptionId,
    plan: { id: 'pro' },
    price: { amount: '4900' },
  });

  for (const { number } of (await api.get('/invoices?state=pending')).json.rows) {
    expect((await api.post(`/invoices/${number}/pay`)).status).toBe(200);
    expect((await api.post(`/invoices/${number}/pay`)).status).toBe(409);
  }
  const cancelled = await api.post('/subscriptions/cancel', { subscriptionId: subscription.id, when: 'now' });
  expect([cancelled.status, cancelled.text]).toEqual([204, '']);
  expect((await api.get('/subscription')).status).toBe(404);
});

test('sends money once however often the command comes, and lists it on both sides', async () => {
  const [ada, ben] = await Promise.all([newUserWith(10_000n), newUser()]);
  const [api, his] = await Promise.all([apiFor(ada), apiFor(ben)]);
  const transfer = { recipient: ben.email, amount: '2500', currency: 'EUR', note: 'Half of the tiles' };
  const key = { 'Idempotency-Key': 'tiles' };

  const answers = await Promise.all(
    Array.from({ length: 8 }, () => api.post('/wallet/transfers', transfer, key)),
  );
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
  expect((await api.post('/wallet/transfers', { ...transfer, amount: '2501' }, key)).status).toBe(422);
  expect((await api.get('/wallet')).json).toEqual({ balances: [{ currency: 'EUR', balance: '7500' }] });

  const [line] = (await his.get('/wallet/entries')).json.rows;
  expect(line).toMatchObject({ amount: '2500', note: 'Half of the tiles', person: ada.fullName });
  expect(line.transactionId).toBe(answers[0]?.json.transactionId);
});

test('a top-up answers one page to pay on however often it is asked for, and brings nothing by itself', async () => {
  const ada = await newUser();
  const api = await apiFor(ada);
  const key = { 'Idempotency-Key': 'top-up' };
  const wanted = { amount: '2500', currency: 'EUR' };
  const answers = [
    await api.post('/wallet/top-ups', wanted, key),
    await api.post('/wallet/top-ups', wanted, key),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(answers[1]?.text).toBe(answers[0]?.text);
  expect((await fetch(answers[0]?.json.url)).status).toBe(200);
  expect(await balanceOf(ada)).toBe(0n);
  const tooLittle = await api.post('/wallet/top-ups', { ...wanted, amount: '-2500' });
  expect(tooLittle.json.errors).toEqual([{ pointer: '#/amount', detail: expect.any(String) }]);
});

test('a refusal that is decided is answered byte for byte when it comes again', async () => {
  const ada = await newUserWith(100n);
  const api = await apiFor(ada);
  const tooMuch = { recipient: 'nobody@example.test', amount: '101', currency: 'EUR' };
  const key = { 'Idempotency-Key': 'too-much' };
  const first = await api.post('/wallet/transfers', tooMuch, key);
  const again = await api.post('/wallet/transfers', tooMuch, key);
  expect(first.headers.get('Content-Type')).toContain('application/problem+json');
  expect(first.json).toMatchObject({ status: 409, code: 'conflict' });
  expect(again.text).toBe(first.text);
  expect(await balanceOf(ada)).toBe(100n);
});

test('what is wrong with the input is pointed at, in the language that is asked for, and nothing is kept of it', async () => {
  const ada = await newUserWith(1_000n);
  const api = await apiFor(ada);
  const key = { 'Idempotency-Key': 'mended', 'Accept-Language': 'es' };
  const wrong = { recipient: 'nowhere', amount: 12.5, currency: 'EUR', userId: 'x' };
  const refused = await api.post('/wallet/transfers', wrong, key);
  expect(refused.json).toMatchObject({
    status: 400,
    code: 'invalid',
    detail: expect.stringContaining('petición'),
  });
  const pointers = refused.json.errors.map(({ pointer }: { pointer: string }) => pointer);
  expect(pointers).toEqual(expect.arrayContaining(['#/recipient', '#/amount']));

  const right = { recipient: (await newUser()).email, amount: '1000', currency: 'EUR' };
  expect((await api.post('/wallet/transfers', right, key)).status).toBe(201);
});

test('a text that no database can hold, and a method that nothing takes, are refused like anything else', async () => {
  const api = await apiFor(await newUser());
  const nothing = await api.post('/subscriptions', { priceId: 'a\u0000b', country: 'ES' });
  expect(nothing.json).toMatchObject({ status: 400, errors: [{ pointer: '#/priceId' }] });
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    expect(await api.ask(method, '/wallet')).toMatchObject({
      status: 405,
      json: { code: 'method_not_allowed' },
    });
  }
});

test('a command needs a key, JSON, and no more than it is made of', async () => {
  const api = await apiFor(await newUserWith(1_000n));
  const transfer = { recipient: (await newUser()).email, amount: '1', currency: 'EUR' };
  const keyless = await api.ask('POST', '/wallet/transfers', transfer);
  expect(keyless.json).toMatchObject({ status: 400, detail: m.api_key_missing({ max: 255 }) });
  expect((await api.post('/wallet/transfers', transfer, { 'Content-Type': 'text/plain' })).status).toBe(415);
  const more = await api.post('/wallet/transfers', { ...transfer, balance: '1', role: 'admin' });
  expect(more.status).toBe(400);
  const tooMuch = await api.post('/wallet/transfers', { ...transfer, amount: '1000001' });
  expect(tooMuch.json.errors).toEqual([{ pointer: '#/amount', detail: expect.any(String) }]);
  expect((await api.get('/wallet/entries?older=x')).status).toBe(400);
  expect((await api.get('/wallet/entries?page=2')).status).toBe(400);
});

test('another user’s invoice and subscription do not exist', async () => {
  const [api, stranger] = await Promise.all([
    apiFor(await newUserWith(9_000n)),
    apiFor(await newUserWith(9_000n)),
  ]);
  const begun = await api.post('/subscriptions', { priceId: 'pro-year-eur', country: 'ES' });
  const { subscriptionId } = begun.json;
  expect((await stranger.post('/subscriptions/cancel', { subscriptionId })).status).toBe(404);
  const [invoice] = (await api.get('/invoices')).json.rows;
  const number = invoice?.number ?? 'INV-2026-000001';
  expect((await stranger.post(`/invoices/${number}/pay`, {})).status).toBe(404);
  expect((await stranger.get('/invoices')).json.rows).toEqual([]);
});

test('nothing is answered without an access token that is vouched for, in whatever page one sits', async () => {
  expect(CLOSED.length).toBeGreaterThan(5);
  const ada = await newUser();
  const browser = await signInByHttp(ada);
  const good = (await apiFor(ada)).token ?? '';
  const expired = { ...claimsOf(good), exp: 1 };
  const strangers: Record<string, Record<string, string>> = {
    nobody: {},
    'a browser with its cookies': { Cookie: browser.jar.header },
    'no token at all': { Authorization: 'Bearer x' },
    'another scheme': { Authorization: `Basic ${good}` },
    'no signature': { Authorization: `Bearer ${tokenOf(claimsOf(good), 'nobody')}` },
    'another key': { Authorization: `Bearer ${tokenOf(claimsOf(good), { secret: 'x'.repeat(40) })}` },
    'claims of our own': { Authorization: `Bearer ${tokenOf(expired, { as: good })}` },
  };
  for (const path of CLOSED) {
    for (const [who, headers] of Object.entries(strangers)) {
      for (const answer of [
        await new ApiClient().get(path, headers),
        await new ApiClient().post(path, {}, { ...headers, Origin: process.env.ORIGIN ?? '' }),
      ]) {
        expect([401, 405], `${who}: ${path} ${answer.text}`).toContain(answer.status);
        if (answer.status === 401) expect(answer.headers.get('WWW-Authenticate')).toContain('Bearer');
      }
    }
  }
});

test('a session that was ended, a suspended user and a password that is owed end a token at once', async () => {
  const ada = await newUser();
  const api = await apiFor(ada);
  expect((await api.get('/wallet')).status).toBe(200);
  const id = await idOf(ada);
  await owner`update profiles set password_must_change = true where id = ${id}`;
  expect((await api.get('/wallet')).status).toBe(403);
  await owner`update profiles set password_must_change = false, suspended_at = now() where id = ${id}`;
  expect((await api.get('/wallet')).status).toBe(401);
  await owner`update profiles set suspended_at = null where id = ${id}`;
  await owner`update user_sessions set revoked_at = now(), revoked_reason = 'ended_elsewhere' where user_id = ${id}`;
  expect((await api.get('/wallet')).status).toBe(401);
});

test('answers are kept by nobody, and problems are never pages', async () => {
  const api = await apiFor(await newUser());
  const wallet = await api.get('/wallet');
  expect(wallet.headers.get('Cache-Control')).toBe('private, no-store');
  for (const path of ['/no-such-thing', '/wallet/no-such-thing']) {
    const answer = await api.get(path, { Accept: 'text/html' });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
  }
});

test('the document at its address is valid, and the page shows every operation of it', async ({ page }) => {
  const response = await fetch(`${process.env.ORIGIN}/api/openapi.json`);
  const document = await response.json();
  expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
  await page.goto('/developers');
  for (const path of Object.keys(document.paths)) {
    await expect(page.getByText(`/api/v1${path}`, { exact: true }).first()).toBeVisible();
  }
});

test('an example is taken along by a button, which says so, and fetches no script for it', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/developers');
  const scripts: string[] = [];
  page.on('request', (request) => request.resourceType() === 'script' && scripts.push(request.url()));
  const button = page.locator('main button[value]').first();
  await button.click();
  await expect(page.getByRole('status').filter({ hasText: m.common_copied() })).toHaveCount(1);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await button.getAttribute('value'));
  expect(copied).toContain('/api/v1/');
  expect(scripts).toEqual([]);
});
