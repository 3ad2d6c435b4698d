import { writeTestEvent } from '../../src/features/payments/test-provider/test-event';
import {
  TEST_SIGNATURE_HEADER,
  TEST_WEBHOOK_SECRET,
} from '../../src/features/payments/test-provider/test-provider.server';
import { signWebhook } from '../../src/features/payments/webhook-signature';
import { someLetters } from '../../src/lib/testing/some-letters';
import type { Answer, HttpBrowser } from '../http/http-browser';
import { readSession } from '../http/session-cookie';
import { pathOf } from '../http/text';
import type { Canaries } from '../support/canaries';
import { codeIn, waitForMail } from '../support/mailbox';
import { idOf } from '../support/people';
import type { ApiClient } from './api';
import { payByHttp, subscribeByHttp } from './billing';
import { brokenInto } from './past';
import { press } from './press';
import { linkIn } from './sign-up';
import { topUp } from './wallet';

type Fill = (canaries: Canaries) => Promise<void>;

/**
 * Each form of the app, filled in wrong and right, with canaries for whatever is a secret or said by a person. By folder and name
 * of what takes it, as `formsOnDisk` has them: a new one is entered here. Throws when an answer is another than it should be.
 */
export const EVERY_FORM: Record<string, Fill> = {
  '(auth) useResend': async (canaries) => {
    const dead = `/auth/confirm?token_hash=${canaries.secretOf('link')}&type=signup`;
    await answered(200, canaries.visitor().submit(dead, { email: canaries.emailOf('resend') }));
  },

  '(auth)/signup useSignUp': async (canaries) => {
    const about = { fullName: `${canaries.said} Ada`, email: canaries.emailOf('newcomer') };
    const sign = (password: string) => canaries.visitor().submit('/signup', { ...about, password });
    await answered(400, sign(canaries.secretOf('x'.repeat(80))));
    await answered(200, sign(canaries.secretOf('new')));
  },

  '(auth)/login useSignIn': async (canaries) => {
    const ada = await canaries.person('login');
    const sign = (email: string, password: string) =>
      canaries.visitor().submit('/login', { email, password });
    await answered(401, sign(ada.email, canaries.secretOf('wrong')));
    await answered(401, sign(canaries.emailOf('nobody'), canaries.secretOf('unknown')));
    await answered(400, sign(canaries.secretOf('in-the-field-above'), ''));
    await answered(303, sign(ada.email, ada.password));
  },

  '(auth)/login/code useRequestCode': async (canaries) => {
    const email = canaries.secretOf('in-the-wrong-field');
    await answered(400, canaries.visitor().submit('/login/code', { email }));
    await answered(200, canaries.visitor().submit('/login/code', { email: canaries.emailOf('nobody') }));
  },

  '(auth)/login/code useSignInWithCode': async (canaries) => {
    const { email } = await canaries.person('code');
    const browser = canaries.visitor();
    const page = await browser.submit('/login/code', { email });
    await answered(400, browser.submitIn(page, '/login/code', { code: canaries.code() }));
    await answered(400, browser.submitIn(page, '/login/code', { code: canaries.secretOf('no-code') }));
    const other = await canaries.person('right-code');
    const asked = await canaries.visitor().submit('/login/code', { email: other.email });
    const code = codeIn(await waitForMail(other.email));
    await answered(303, canaries.visitor().submitIn(asked, '/login/code', { code }));
  },

  '(auth)/forgot-password useRequestReset': async (canaries) => {
    const ask = (email: string) => canaries.visitor().submit('/forgot-password', { email });
    await answered(200, ask(canaries.emailOf('nobody')));
    await answered(400, ask(canaries.secretOf('in-the-only-field')));
  },

  '(auth)/reset-password useResetPassword': async (canaries) => {
    const { email } = await canaries.person('reset');
    await canaries.visitor().submit('/forgot-password', { email });
    const browser = canaries.visitor();
    await answered(303, browser.open(pathOf(linkIn(await waitForMail(email)))));
    const reset = (password: string) => browser.submit('/reset-password', { password });
    await answered(400, reset(canaries.secretOf('y'.repeat(80))));
    await answered(303, reset(canaries.secretOf('reset')));
  },

  '(auth)/logout onPost': async (canaries) => {
    await answered(303, (await canaries.signedIn('leaver')).post('/logout', ''));
  },

  '(auth)/auth/confirm onPost': async (canaries) => {
    const link = { token_hash: canaries.secretOf('followed'), type: 'magiclink' };
    await answered(400, post(canaries.visitor(), '/auth/confirm', link));
    const { email } = await canaries.person('follower');
    await canaries.visitor().submit('/forgot-password', { email });
    const { searchParams } = new URL(linkIn(await waitForMail(email)));
    canaries.keep(searchParams.get('token_hash') ?? '');
    await answered(303, post(canaries.visitor(), '/auth/confirm', Object.fromEntries(searchParams)));
  },

  '(auth)/auth/email-change onPost': async (canaries) => {
    const madeUp = { token_hash: canaries.secretOf('moved') };
    await answered(400, canaries.visitor().open(`/auth/email-change?${new URLSearchParams(madeUp)}`));
    await answered(400, post(canaries.visitor(), '/auth/email-change', madeUp));
    const browser = await canaries.signedIn('mover');
    const email = canaries.emailOf('moved');
    await answered(200, browser.submit('/account/email', { email }));
    const { searchParams } = new URL(linkIn(await waitForMail(email)));
    const token_hash = canaries.keep(searchParams.get('token_hash') ?? '');
    const link = new URLSearchParams({ token_hash });
    await answered(200, canaries.visitor().open(`/auth/email-change?${link}`));
    await answered(200, post(canaries.visitor(), '/auth/email-change', { token_hash }));
  },

  '(auth)/auth/provider onPost': async (canaries) => {
    const leave = (provider: string) => {
      const next = `/wallet?token=${canaries.secretOf('next-there')}`;
      return post(canaries.visitor(), '/auth/provider', { provider, next });
    };
    await answered(404, leave(canaries.secretOf('no-site')));
    await answered(200, leave('github'));
  },

  '(auth)/auth/not-me onPost': async (canaries) => {
    const madeUp = canaries.secretOf('reported');
    await answered(400, canaries.visitor().open(`/auth/not-me?token=${madeUp}`));
    await answered(400, post(canaries.visitor(), '/auth/not-me', { token: madeUp }));
    const { link } = await brokenInto(await canaries.person('robbed'), canaries.origin);
    const token = canaries.keep(new URL(link, canaries.origin).searchParams.get('token') ?? '');
    await answered(200, post(canaries.visitor(), '/auth/not-me', { token }));
  },

  'preferences onPost': async (canaries) => {
    const next = `/login?next=${encodeURIComponent(`/dashboard?token=${canaries.secretOf('next')}`)}`;
    await answered(303, post(canaries.visitor(), '/preferences', { locale: 'es', next }));
  },

  '(app)/account useSaveAccount': async (canaries) => {
    const browser = await canaries.signedIn('account');
    await answered(400, browser.submit('/account', { fullName: '', timeZone: canaries.secretOf('nowhere') }));
    await answered(303, browser.submit('/account', { fullName: `${canaries.said} Byron` }));
  },

  '(app)/account/email useChangeEmail': async (canaries) => {
    const browser = await canaries.signedIn('email');
    await answered(400, browser.submit('/account/email', { email: canaries.secretOf('no-address') }));
    await answered(200, browser.submit('/account/email', { email: canaries.emailOf('other') }));
  },

  '(app)/account/password useChangePassword': async (canaries) => {
    const browser = await canaries.signedIn('password');
    const { password } = browser.person;
    const change = (currentPassword: string, newPassword: string) =>
      browser.submit('/account/password', { currentPassword, newPassword });
    await answered(400, change(canaries.secretOf('not-it'), canaries.secretOf('next')));
    await answered(400, change(password, password));
    await answered(303, change(password, canaries.secretOf('changed')));
  },

  '(app)/account/confirm useConfirmByPassword': async (canaries) => {
    const browser = await canaries.signedIn('confirm');
    const confirm = (password: string) => browser.submit('/account/confirm', { password });
    await answered(401, confirm(canaries.secretOf('not-it-either')));
    await answered(303, confirm(browser.person.password));
  },

  '(app)/account/confirm useMailCode': async (canaries) => {
    await answered(200, mailCode(await canaries.signedIn('mailed')));
  },

  '(app)/account/confirm useConfirmByCode': async (canaries) => {
    const browser = await canaries.signedIn('confirm-code');
    const page = await mailCode(browser);
    await answered(400, browser.submitIn(page, '/account/confirm', { code: canaries.code() }));
    const other = await canaries.signedIn('confirm-right-code');
    const asked = await mailCode(other);
    const code = codeIn(await waitForMail(other.person.email));
    await answered(303, other.submitIn(asked, '/account/confirm', { code }));
  },

  '(app)/account/sessions useEndSession': async (canaries) => {
    const browser = await canaries.signedIn('devices');
    await canaries.enter(browser.person);
    await answered(400, browser.submit('/account/sessions', { session: canaries.secretOf('session') }));
    await answered(200, asItStands(browser, '/account/sessions', 'session'));
  },

  '(app)/account/sessions useEndOthers': async (canaries) => {
    const browser = await canaries.signedIn('all-devices');
    await canaries.enter(browser.person);
    await answered(200, press(browser, '/account/sessions'));
  },

  '(app)/account/export useExport': async (canaries) => {
    await answered(200, press(await canaries.signedIn('export'), '/account/export'));
  },

  '(app)/account/delete useDeleteAccount': async (canaries) => {
    const browser = await canaries.signedIn('delete');
    await answered(400, browser.submit('/account/delete', { email: canaries.secretOf('not-my-address') }));
    await answered(303, browser.submit('/account/delete', { email: browser.person.email }));
  },

  '(app)/billing/subscribe useSubscribe': async (canaries) => {
    const browser = await canaries.signedIn('shopper');
    const choice = { priceId: canaries.secretOf('price'), country: 'ES' };
    await answered(422, browser.submit('/billing/subscribe', choice));
    await subscribeByHttp(browser);
  },

  '(app)/billing/invoices/[number] usePay': async (canaries) => {
    const browser = await canaries.signedIn('payer');
    await topUp(browser.person, 10_000n);
    const number = await subscribeByHttp(browser);
    await answered(303, browser.submit(`/billing/invoices/${number}`, { number }));
  },

  '(app)/billing/invoices/[number] usePayByCard': async (canaries) => {
    const browser = await canaries.signedIn('card-payer');
    const own = await subscribeByHttp(browser);
    const path = `/billing/invoices/${own}`;
    // Without money in the wallet it is the only form for it.
    const number = canaries.secretOf('invoice-for-card');
    await answered(400, browser.submit(path, { number }));
    await answered(303, browser.submit(path, { number: own }));
  },

  '(app)/billing/change useChange': async (canaries) => {
    const browser = await canaries.signedIn('changer');
    await topUp(browser.person, 100_000n);
    await payByHttp(browser, await subscribeByHttp(browser));
    await answered(400, browser.submit('/billing/change', { priceId: canaries.secretOf('other-price') }));
    const [path, choice] = ['/billing/change', { priceId: 'pro-year-eur' }];
    const page = await browser.submitIn(await browser.open(path), path, choice, { step: 'check' });
    await answered(303, browser.submitIn(page, path, choice, { step: 'change' }));
  },

  '(app)/billing/cancel useCancel': async (canaries) => {
    const browser = await subscriber(canaries, 'canceller');
    const subscriptionId = canaries.secretOf('subscription');
    await answered(400, browser.submit('/billing/cancel', { subscriptionId }));
    await answered(303, browser.submit('/billing/cancel', { when: 'now' }));
  },

  '(app)/billing useResume': async (canaries) => {
    const browser = await subscriber(canaries, 'resumer');
    await answered(303, browser.submit('/billing/cancel', { when: 'period_end' }));
    const subscriptionId = canaries.secretOf('to-resume');
    await answered(400, browser.submit('/billing', { subscriptionId }));
    await answered(303, asItStands(browser, '/billing', 'subscriptionId'));
  },

  '(app)/billing useChangeCountry': async (canaries) => {
    const browser = await subscriber(canaries, 'emigrant');
    await answered(400, browser.submit('/billing', { country: canaries.secretOf('nowhere-land') }));
    await answered(303, browser.submit('/billing', { country: 'FR' }));
  },

  'api/v1/(customer)/subscriptions onPost': async (canaries) => {
    // Which price was asked for is no secret: it stands in the log of commands.
    const asked = { priceId: 'no-such-price', country: 'ES' };
    const api = await program(canaries, 'api-shopper');
    await answered(422, api.post('/subscriptions', asked));
    await answered(400, api.post('/subscriptions', { ...asked, card: canaries.secretOf('card') }));
    await answered(201, api.post('/subscriptions', { ...asked, priceId: 'pro-month-eur' }));
  },

  'api/v1/(customer)/subscriptions/cancel onPost': async (canaries) => {
    const asked = { subscriptionId: canaries.secretOf('subscription-by-api') };
    const api = await program(canaries, 'api-canceller');
    await answered(400, api.post('/subscriptions/cancel', asked));
    const { json } = await api.post('/subscriptions', { priceId: 'pro-month-eur', country: 'ES' });
    const own = { subscriptionId: json.subscriptionId, when: 'now' };
    await answered(204, api.post('/subscriptions/cancel', own));
  },

  'api/v1/(customer)/invoices/[number]/pay onPost': async (canaries) => {
    const asked = { card: canaries.secretOf('card-of-payer') };
    const api = await program(canaries, 'api-payer');
    await answered(400, api.post('/invoices/INV-1999-000001/pay', asked));
    await topUp({ email: canaries.emailOf('api-payer') }, 10_000n);
    await api.post('/subscriptions', { priceId: 'pro-month-eur', country: 'ES' });
    const [invoice] = (await api.get('/invoices')).json.rows;
    await answered(200, api.post(`/invoices/${invoice.number}/pay`, {}));
  },

  'api/v1/(customer)/wallet/top-ups onPost': async (canaries) => {
    const asked = { amount: '2500', currency: 'EUR', card: canaries.secretOf('card-of-api') };
    await answered(400, (await program(canaries, 'api-top-up')).post('/wallet/top-ups', asked));
  },

  '(app)/wallet/top-up useTopUp': async (canaries) => {
    const browser = await canaries.signedIn('top-up');
    await answered(400, browser.submit('/wallet/top-up', { amount: canaries.secretOf('amount') }));
    const page = await browser.submit('/wallet/top-up', { amount: '25' });
    await answered(303, browser.submitIn(page, '/wallet/top-up', { amount: '25' }, { step: 'pay' }));
  },

  '(app)/billing usePortal': async (canaries) => {
    const browser = await canaries.signedIn('portal-of-customer');
    await answered(200, browser.open(`/billing?notice=${canaries.secretOf('notice')}`));
  },

  '(app)/wallet/payments usePortal': async (canaries) => {
    // Its button is there where Stripe is, and takes nothing that anybody types.
    const browser = await canaries.signedIn('portal');
    await answered(200, browser.open(`/wallet/payments?id=${canaries.secretOf('payment')}`));
  },

  '(test-provider)/test-checkout/[reference] useDecision': async (canaries) => {
    const api = await program(canaries, 'test-card');
    const begun = await api.post('/wallet/top-ups', { amount: '2500', currency: 'EUR' });
    const { pathname: path } = new URL(begun.json.url);
    const page = await canaries.visitor().open(path);
    const outcome = canaries.secretOf('outcome');
    await answered(400, canaries.visitor().submitIn(page, path, {}, { outcome }));
    await answered(303, canaries.visitor().submitIn(page, path, {}, { outcome: 'pay' }));
  },

  'api/v1/(customer)/wallet/transfers onPost': async (canaries) => {
    const about = { amount: '100', currency: 'EUR', note: canaries.secretOf('note-to-nobody') };
    const api = await program(canaries, 'api-sender');
    await answered(400, api.post('/wallet/transfers', { ...about, recipient: canaries.secretOf('whom') }));
    await topUp({ email: canaries.emailOf('api-sender') }, 10_000n);
    const { email: recipient } = await canaries.person('api-recipient');
    await answered(201, api.post('/wallet/transfers', { ...about, recipient, note: canaries.said }));
  },

  'webhooks/[provider] onPost': async (canaries) => {
    const tell = (body: string, signature: string) => {
      const headers = { 'Content-Type': 'application/json', [TEST_SIGNATURE_HEADER]: signature };
      return canaries.visitor().post('/webhooks/test', body, headers);
    };
    const madeUp = JSON.stringify({ id: canaries.secretOf('event'), type: 'paid' });
    await answered(400, tell(madeUp, canaries.secretOf('signature')));
    const about = { payment: null, amount: 2_500n, currency: 'EUR', order: crypto.randomUUID() };
    const body = writeTestEvent({
      ...about,
      id: `evt_${someLetters()}`,
      type: 'checkout.paid',
      created: new Date(),
    });
    await answered(200, tell(body, signWebhook(TEST_WEBHOOK_SECRET, body, new Date())));
  },

  '(app)/wallet/send useTransfer': async (canaries) => {
    const browser = await canaries.signedIn('sender');
    await topUp(browser.person, 10_000n);
    const { email: recipient } = await canaries.person('recipient');
    const fields = { recipient, amount: '1', note: `${canaries.said} for the tiles` };
    const page = await browser.submit('/wallet/send', fields);
    await answered(303, browser.submitIn(page, '/wallet/send', fields, { step: 'send' }));
  },

  '(admin)/admin/users/[id] useAct': async (canaries) => {
    const browser = await canaries.signedInAdmin('admin');
    const path = `/admin/users/${await idOf(await canaries.person('managed'))}`;
    await answered(400, browser.submit(path, { act: canaries.secretOf('no-act') }));
    await answered(200, browser.submit(path, { act: 'end_sessions' }));
  },
};

/** Somebody with a plan. */
async function subscriber(canaries: Canaries, place: string): Promise<HttpBrowser> {
  const browser = await canaries.signedIn(place);
  await subscribeByHttp(browser);
  return browser;
}

/** The same account as a program uses it. */
async function program(canaries: Canaries, place: string): Promise<ApiClient> {
  const { jar } = await canaries.signedIn(place);
  return canaries.program(readSession(jar.get('alcazar-auth') ?? '').access_token);
}

/** Sends the form of that page that has this field, with what stands in it. */
async function asItStands(browser: HttpBrowser, page: string, field: string): Promise<Answer> {
  const { path, fields } = await browser.formFor(page, { [field]: '' });
  return post(browser, path, fields);
}

async function answered(status: number, answer: Promise<Pick<Answer, 'status'>>): Promise<void> {
  const got = await answer;
  if (got.status !== status) throw new Error(`answered ${got.status}, not ${status}`);
}

function post(browser: HttpBrowser, path: string, fields: Record<string, string>): Promise<Answer> {
  return browser.post(path, new URLSearchParams(fields).toString());
}

const mailCode = (browser: HttpBrowser) => press(browser, '/account/confirm');
