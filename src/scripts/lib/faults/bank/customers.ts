import { createClient } from '@supabase/supabase-js';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import * as WalletService from '~/features/wallet/wallet.service';
import { createAccount } from '~/lib/db/accounts';
import * as schema from '~/lib/db/schema';
import type { Variables } from '../../bun-child';
import { CURRENCY, OPENING_BALANCE } from './figures';

/** Somebody with money, and with a token for the API. */
export interface Customer {
  id: string;
  email: string;
  accountId: string;
  token: string;
}

/** All of them have the same. */
export const PASSWORD = 'quiet-harbour-41';
/** A thousand times quicker than the real cost. */
const BCRYPT_COST = 4;

/** Makes so many customers, each with the opening balance in a wallet and signed in. */
export async function openAccounts(count: number, owner: Sql, variables: Variables): Promise<Customer[]> {
  const database = drizzle(owner, { schema });
  const customers: Customer[] = [];
  for (let n = 0; n < count; n++) {
    const email = `customer-${n}@example.test`;
    const account = { email, password: PASSWORD, fullName: `Customer ${n}` };
    const id = await owner.begin((tx) => createAccount(tx, account, BCRYPT_COST));
    if (!id) throw new Error(`There is an account ${email} already.`);
    const payment = { userId: id, amount: OPENING_BALANCE, currency: CURRENCY, reference: `opening:${n}` };
    await WalletService.topUp(payment, new Date(), database);
    const [wallet] = await owner<
      { id: string }[]
    >`select id from public.ledger_accounts where user_id = ${id}`;
    customers.push({ id, email, accountId: wallet?.id ?? '', token: await signIn(email, variables) });
  }
  return customers;
}

async function signIn(email: string, variables: Variables): Promise<string> {
  const { PUBLIC_SUPABASE_URL: url = '', PUBLIC_SUPABASE_ANON_KEY: key = '' } = variables;
  const { auth } = createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } });
  const { data, error } = await auth.signInWithPassword({ email, password: PASSWORD });
  if (error) throw error;
  return data.session.access_token;
}
