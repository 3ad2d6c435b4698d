import type { Page } from '@playwright/test';
import { drizzle } from 'drizzle-orm/postgres-js';
import * as WalletService from '../../src/features/wallet/wallet.service';
import { openPool } from '../../src/lib/db/pool';
import * as schema from '../../src/lib/db/schema';
import * as m from '../../src/lib/i18n/paraglide/messages';
import { setLogLevel } from '../../src/lib/log.server';
import { owner } from '../../src/lib/testing/owner';
import { newUser, type Person } from '../support/people';
import { languageOf } from './sign-in';

/** A connection of the app's login that prints nothing between the lines of the report, opened when it is wanted. */
let conn: ReturnType<typeof openPool> | undefined;
setLogLevel('silent');

function ledger() {
  conn ??= openPool(undefined, 1);
  return drizzle(conn, { schema });
}

/** After the tests of a file. The next file may run in the same process, and opens another. */
export async function closeLedger(): Promise<void> {
  await conn?.end();
  conn = undefined;
}

export interface Written {
  recipient: string;
  amount: string;
  note?: string;
}

/** A new user with so many cents in their wallet, by the verb that a payment would use. */
export async function newUserWith(amount: bigint, given: Partial<Person> = {}): Promise<Person> {
  const person = await newUser(given);
  await topUp(person, amount);
  return person;
}

export async function topUp(person: Pick<Person, 'email'>, amount: bigint): Promise<void> {
  const payment = { userId: await idOf(person), amount, currency: 'EUR', reference: crypto.randomUUID() };
  await WalletService.topUp(payment, new Date(), ledger());
}

export async function balanceOf(person: Pick<Person, 'email'>): Promise<bigint> {
  return WalletService.getBalance({ id: await idOf(person) }, 'EUR', ledger());
}

async function idOf({ email }: Pick<Person, 'email'>): Promise<string> {
  const [row] = await owner`select id from public.profiles where email = ${email}`;
  return row?.id;
}

/** Fills in the first step, in the language of the page, and goes on to the second. */
export async function writeTransfer(page: Page, { recipient, amount, note }: Written): Promise<void> {
  const options = { locale: await languageOf(page) };
  await page.getByLabel(m.wallet_recipient({}, options)).fill(recipient);
  await page.getByLabel(m.wallet_amount({}, options), { exact: true }).fill(amount);
  if (note) await page.getByLabel(m.wallet_note({}, options)).fill(note);
  await page.getByRole('button', { name: m.wallet_check_transfer({}, options) }).click();
}
