import * as BillingService from '~/features/billing/billing.service';
import * as CheckoutsService from '~/features/payments/checkouts.service';
import * as WalletService from '~/features/wallet/wallet.service';
import { aVisit } from './actors';
import { fillWallet, newPrice } from './billing';
import { owner } from './owner';
import { addUser, type TestUser } from './users';

type Owner = Pick<TestUser, 'id' | 'email'>;

/**
 * Gives a user something of everything that is kept about people: a plan that was paid, changed and paid back in part, money
 * that has come and gone, a session that was seen, a browser that is known, links and mails under way, and an account that
 * they have acted on. What opens something is called `secret-…`.
 */
export async function furnish(user: Owner): Promise<void> {
  await fillWallet(user.id, DEAR);
  await bill(user);
  await goToPay(user);
  await sendAllAway(user);
  await leaveTraces(user);
}

/** More than a double holds. */
const DEAR = 9_007_199_254_740_993n;
const key = () => crypto.randomUUID();

async function bill(user: Owner): Promise<void> {
  const [dear, cheap] = [await newPrice({ amount: DEAR }), await newPrice()];
  const asked = { priceId: dear.id, country: 'ES', key: key() };
  const { subscriptionId, invoiceNumber } = await BillingService.createSubscription(user, asked, aVisit());
  await BillingService.payInvoice(user, { number: invoiceNumber ?? '', key: key() }, aVisit());
  const other = { subscriptionId, priceId: cheap.id };
  const visit = aVisit();
  const { total } = await BillingService.previewChange(user, other, visit.now);
  await BillingService.changePlan(user, { ...other, total, key: key() }, visit);
}

/** A checkout that nobody has paid, and what its provider has said of it. */
async function goToPay(user: Owner): Promise<void> {
  await CheckoutsService.startTopUp(user, { amount: 5_000n, currency: 'EUR', key: key() }, aVisit());
  await owner`
    insert into webhook_events (provider, event_id, type, payload, status, received_at)
    values ('test', ${`evt_${key()}`}, 'checkout.opened', '{}', 'unknown', now())`;
}

/** Nobody leaves with money. */
async function sendAllAway(user: Owner): Promise<void> {
  const { email: recipient } = await addUser();
  const amount = await WalletService.getBalance(user, 'EUR');
  const note = 'For the tiles';
  await WalletService.transfer(user, { amount, currency: 'EUR', recipient, note, key: key() }, aVisit());
}

async function leaveTraces({ id, email }: Owner): Promise<void> {
  const other = await addUser();
  const session = { id: crypto.randomUUID(), address: '2001:db8::1', browser: 'Firefox' };
  await owner`
    insert into user_sessions (id, user_id, first_seen_at, last_seen_at, address, user_agent)
    values (${session.id}, ${id}, now(), now(), ${session.address}, ${session.browser})`;
  await owner`
    insert into user_sessions (id, user_id, first_seen_at, last_seen_at, revoked_at, revoked_by, revoked_reason)
    values (${crypto.randomUUID()}, ${other.id}, now(), now(), now(), ${id}, 'ended_by_admin')`;
  await owner`
    insert into security_events (occurred_at, kind, outcome, user_id, actor_id, session_id, address, user_agent)
    values (now(), 'sign_in', 'succeeded', ${id}, ${id}, ${session.id}, ${session.address}, ${session.browser}),
      (now(), 'role_changed', 'succeeded', ${other.id}, ${id}, ${session.id}, ${session.address}, ${session.browser})`;
  await owner`insert into known_devices (user_id, device_hash, last_seen_at) values (${id}, ${`secret-${id}`}, now())`;
  await owner`
    insert into security_report_links (token_hash, user_id, kind, expires_at)
    values (${`secret-${crypto.randomUUID()}`}, ${id}, 'sign_in', now())`;
  await owner`
    insert into email_changes (user_id, new_email, session_id, requested_at)
    values (${id}, ${`new-${email}`}, ${session.id}, now())`;
  await owner`
    insert into mail_outbox (user_id, recipient, subject, text, html, next_attempt_at)
    values (${id}, ${email}, 'Hello', 'secret-link', 'secret-link', now())`;
}
