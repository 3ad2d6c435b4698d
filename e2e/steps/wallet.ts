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

/** A connection of the app's login that prints nothing between the lines of the report. */
const conn = openPool(undefined, 1);
const database = drizzle(conn, { schema });
setLogLevel('silent');

export const closeLedger = () => conn.end();

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
  await WalletService.topUp(payment, new Date(), database);
}

export async function balanceOf(person: Pick<Person, 'email'>): Promise<bigint> {
  return WalletService.getBalance({ id: await idOf(person) }, 'EUR', database);
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
