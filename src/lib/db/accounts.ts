import type { TransactionSql } from 'postgres';

export interface NewAccount {
  email: string;
  /** 8 to 72 bytes: bcrypt reads no further. */
  password: string;
  fullName: string;
}

/** What hosted Supabase writes into `instance_id` of every user, and looks for at sign-in. */
const HOSTED_INSTANCE = '00000000-0000-0000-0000-000000000000';

/** The hosted server reads the tokens as text that is never null; without them sign-in fails with "converting NULL to string". */
const USER_OF_HOSTED_SHAPE = {
  aud: 'authenticated',
  role: 'authenticated',
  confirmation_token: '',
  recovery_token: '',
  email_change: '',
  email_change_token_new: '',
};

/**
 * Makes a confirmed e-mail and password account the way the auth server would, for seeds and tests: the embedded server has no
 * admin API, and a real sign-up mails. Wants a transaction of the owner. Answers the user's id; null when the address is taken.
 */
export async function createAccount(
  owner: TransactionSql,
  { email, password, fullName }: NewAccount,
  bcryptCost = 10,
): Promise<string | null> {
  const id = crypto.randomUUID();
  const address = email.toLowerCase();
  const now = new Date();
  const times = { created_at: now, updated_at: now };
  const about = owner.json({
    sub: id,
    email: address,
    full_name: fullName,
    email_verified: true,
    phone_verified: false,
  });
  const user = {
    ...USER_OF_HOSTED_SHAPE,
    ...((await hasInstances(owner)) ? { instance_id: HOSTED_INSTANCE } : {}),
    ...times,
    id,
    email: address,
    encrypted_password: await hashPassword(password, bcryptCost),
    email_confirmed_at: now,
    raw_app_meta_data: owner.json({ provider: 'email', providers: ['email'] }),
    raw_user_meta_data: about,
  };
  const created = await owner`insert into auth.users ${owner(user)} on conflict do nothing returning id`;
  if (created.length === 0) return null;

  const provider = { provider: 'email', provider_id: id, identity_data: about, last_sign_in_at: now };
  const identity = { ...times, ...provider, id: crypto.randomUUID(), user_id: id };
  await owner`insert into auth.identities ${owner(identity)}`;
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
