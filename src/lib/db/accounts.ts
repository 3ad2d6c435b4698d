import type { TransactionSql } from 'postgres';

export interface NewAccount {
  email: string;
  /** 8 to 72 bytes: bcrypt reads no further. */
  password: string;
  fullName: string;
}

/** What hosted Supabase writes into `instance_id` of every user, and looks for at sign-in. */
const HOSTED_INSTANCE = '00000000-0000-0000-0000-000000000000';

/**
 * Makes a confirmed e-mail and password account the way the auth server would, for seeds and tests: the embedded server has no
 * admin API, and a real sign-up mails. Wants a transaction of the owner. Answers the user's id; null when the address is taken.
 */
export async function createAccount(
  owner: TransactionSql,
  account: NewAccount,
  bcryptCost = 10,
): Promise<string | null> {
  const id = crypto.randomUUID();
  const email = account.email.toLowerCase();
  const hash = await hashPassword(account.password, bcryptCost);
  const provider = JSON.stringify({ provider: 'email', providers: ['email'] });
  const about = JSON.stringify({
    sub: id,
    email,
    full_name: account.fullName,
    email_verified: true,
    phone_verified: false,
  });
  // The empty tokens are for the hosted server, which can not read null there and then refuses every sign-in.
  const created = await owner`
    insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
      confirmation_token, recovery_token, email_change, email_change_token_new, created_at, updated_at)
    values (${id}, 'authenticated', 'authenticated', ${email}, ${hash}, now(), ${provider}::text::jsonb, ${about}::text::jsonb,
      '', '', '', '', now(), now())
    on conflict do nothing returning id`;
  if (created.length === 0) return null;

  if (await hasInstances(owner)) {
    await owner`update auth.users set instance_id = ${HOSTED_INSTANCE} where id = ${id}`;
  }
  await owner`
    insert into auth.identities (id, user_id, provider, provider_id, identity_data, last_sign_in_at, created_at, updated_at)
    values (${crypto.randomUUID()}, ${id}, 'email', ${id}, ${about}::text::jsonb, now(), now(), now())`;
  return id;
}

/** Gives an account another password and ends its sessions. Wants a transaction of the owner. */
export async function setPassword(owner: TransactionSql, userId: string, password: string): Promise<void> {
  const hash = await hashPassword(password, 10);
  await owner`update auth.users set encrypted_password = ${hash}, updated_at = now() where id = ${userId}`;
  await owner`delete from auth.sessions where user_id = ${userId}`;
}

/** bcrypt in the form both auth servers read (`$2b$`). */
function hashPassword(password: string, cost: number): Promise<string> {
  return Bun.password.hash(password, { algorithm: 'bcrypt', cost });
}

/** Only the hosted server's table has the column. */
async function hasInstances(owner: TransactionSql): Promise<boolean> {
  const columns = await owner`
    select from information_schema.columns
    where table_schema = 'auth' and table_name = 'users' and column_name = 'instance_id'`;
  return columns.length > 0;
}
