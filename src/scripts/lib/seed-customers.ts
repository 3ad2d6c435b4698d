import { and, eq, inArray, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { profiles } from '~/features/auth/auth.schema';
import { addDays } from '~/features/billing/billing.rules';
import * as BillingService from '~/features/billing/billing.service';
import { invoices } from '~/features/billing/invoices.schema';
import * as WalletService from '~/features/wallet/wallet.service';
import type { Transaction } from '~/lib/data/system';
import * as schema from '~/lib/db/schema';
import { newKey } from '~/lib/idempotency/key';
import { mailOutbox } from '~/lib/mail/outbox.schema';

interface Story {
  name: string;
  price: string;
  /** So many days ago. */
  came: number;
  left?: number;
  grew?: { price: string; ago: number };
}

/** Each within one period of what they chose, so that nothing has to be renewed. */
const CUSTOMERS: Story[] = [
  { name: 'Inés Garay', price: 'pro-year-eur', came: 344 },
  { name: 'Oriol Puig', price: 'pro-year-eur', came: 318 },
  { name: 'Marta Sanz', price: 'team-year-eur', came: 281, left: 96 },
  { name: 'Bruno Leal', price: 'pro-month-eur', came: 262, left: 240 },
  { name: 'Nadia Ruiz', price: 'pro-year-eur', came: 233, grew: { price: 'team-year-eur', ago: 148 } },
  { name: 'Tomás Vela', price: 'pro-year-usd', came: 214 },
  { name: 'Olga Serra', price: 'pro-year-eur', came: 188 },
  { name: 'Iker Zabala', price: 'pro-year-eur', came: 157 },
  { name: 'Lucía Mora', price: 'pro-month-eur', came: 141, left: 122 },
  { name: 'Hugo Ferrer', price: 'pro-year-eur', came: 118, grew: { price: 'team-year-eur', ago: 72 } },
  { name: 'Alba Soto', price: 'pro-year-eur', came: 84 },
  { name: 'Marc Vidal', price: 'pro-year-usd', came: 61 },
  { name: 'Noa Campos', price: 'pro-year-eur', came: 47 },
  { name: 'Pau Rovira', price: 'pro-month-eur', came: 20 },
  { name: 'Leo Duarte', price: 'team-month-eur', came: 6 },
];

/** People with no plan, who come a few each week. */
const OTHERS = 44;
const OTHERS_EVERY_DAYS = 4;

/**
 * Customers for the charts of administrators, by the verbs of the pages, and people who only look: with the day they signed up on
 * and the days they were here. Nobody can sign in as any of them. All of it or nothing, and once. Answers one line.
 */
export function seedCustomers(owner: Sql, now: Date): Promise<string> {
  return drizzle(owner, { schema }).transaction(async (tx) => {
    // Two seeds at once come one after the other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('seed:customers', 0))`);
    const known = await tx.$count(profiles, eq(profiles.email, emailOf(0)));
    if (known > 0) return 'customers: they are there, left as they are';
    const ids = await addPeople(now, tx);
    for (const [at, { name: _, ...story }] of CUSTOMERS.entries())
      await subscribe({ userId: ids[at] ?? '', ...story }, now, tx);
    // Nobody wants the mails of last year today.
    await tx.delete(mailOutbox).where(inArray(mailOutbox.userId, ids));
    return `customers: ${CUSTOMERS.length}, and ${OTHERS} people without a plan`;
  });
}

/** In four statements, because there are many: accounts, when they signed up, and sessions that are over. */
async function addPeople(now: Date, tx: Transaction): Promise<string[]> {
  const people = [
    ...CUSTOMERS.map(({ name, came }) => ({ name, came: came + 2 })),
    ...Array.from({ length: OTHERS }, (_, at) => ({ name: `Guest ${at + 1}`, came: cameAt(at) })),
  ].map(({ name, came }, at) => ({
    id: crypto.randomUUID(),
    email: emailOf(at),
    name,
    came: addDays(now, -came),
  }));
  const list = sql`jsonb_to_recordset(${JSON.stringify(people)}::text::jsonb) as person (id uuid, email text, name text, came timestamptz)`;
  await tx.execute(sql`
    insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
      confirmation_token, recovery_token, email_change, email_change_token_new, created_at, updated_at)
    select id, 'authenticated', 'authenticated', email, '', came, '{"provider":"email","providers":["email"]}',
      jsonb_build_object('full_name', name), '', '', '', '', came, came from ${list}`);
  await tx.execute(sql`update profiles set created_at = came from ${list} where profiles.id = person.id`);
  await tx.execute(sql`
    insert into security_events (occurred_at, kind, outcome, user_id, actor_id)
    select came, 'sign_up', 'succeeded', id, id from ${list}`);
  // Each comes again and again, some oftener than others, and stays for a few days.
  await tx.execute(sql`
    insert into user_sessions (id, user_id, first_seen_at, last_seen_at)
    select gen_random_uuid(), id, came + visit * step, least(came + visit * step + step * 0.4, ${now.toISOString()}::timestamptz)
    from ${list}, lateral (select make_interval(days => 5 + ascii(right(id::text, 1)) % 9) as step) as habit,
      generate_series(0, 80) as visit
    where came + visit * step < ${now.toISOString()}::timestamptz and came + visit * step > ${addDays(now, -45).toISOString()}::timestamptz`);
  return people.map(({ id }) => id);
}

/** Oftener the nearer it is. */
function cameAt(at: number): number {
  return Math.round((at * OTHERS_EVERY_DAYS * (20 + at)) / 50) + 1;
}

async function subscribe(
  { userId, price, came, left, grew }: Omit<Story, 'name'> & { userId: string },
  now: Date,
  tx: Transaction,
): Promise<void> {
  const actor = { id: userId };
  const asked = { priceId: price, country: 'ES', key: newKey() };
  const begun = addDays(now, -came);
  const { subscriptionId, invoiceNumber } = await BillingService.createSubscription(
    actor,
    asked,
    at(begun),
    tx,
  );
  if (invoiceNumber) await pay({ userId, number: invoiceNumber }, addDays(begun, 1), tx);
  if (grew) await change({ userId, subscriptionId, priceId: grew.price }, addDays(now, -grew.ago), tx);
  if (left === undefined) return;
  const cancelled = { subscriptionId, when: 'now', key: newKey() } as const;
  await BillingService.cancelSubscription(actor, cancelled, at(addDays(now, -left)), tx);
}

async function change(
  { userId, ...asked }: { userId: string; subscriptionId: string; priceId: string },
  now: Date,
  tx: Transaction,
): Promise<void> {
  const { total } = await BillingService.previewChange({ id: userId }, asked, now, tx);
  const command = { ...asked, total, key: newKey() };
  const { invoiceNumber } = await BillingService.changePlan({ id: userId }, command, at(now), tx);
  if (invoiceNumber) await pay({ userId, number: invoiceNumber }, addDays(now, 1), tx);
}

async function pay(
  { userId, number }: { userId: string; number: string },
  now: Date,
  tx: Transaction,
): Promise<void> {
  const isThis = and(eq(invoices.userId, userId), eq(invoices.number, number));
  const [invoice] = await tx.select().from(invoices).where(isThis);
  if (!invoice) throw new Error(`The invoice ${number} is gone.`);
  const { amount, currency } = invoice;
  await WalletService.topUp({ userId, amount, currency, reference: `seed:${userId}:${number}` }, now, tx);
  await BillingService.payInvoice({ id: userId }, { number, key: newKey() }, at(now), tx);
}

function emailOf(at: number): string {
  return `guest-${at + 1}@customers.example.test`;
}

function at(now: Date) {
  return { now, address: null, userAgent: null, requestId: null };
}
