import type { Sql, TransactionSql } from 'postgres';

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
 * admin API, and a real sign-up mails. Needs the owner's connection. Answers the user's id; null when the address is taken.
 */
export async function createAccount(owner: Sql, account: NewAccount, cost = 10): Promise<string | null> {
  const id = crypto.randomUUID();
  const email = account.email.toLowerCase();
  const hash = await hashPassword(account.password, cost);
  const times = { created_at: new Date(), updated_at: new Date() };
  return owner.begin(async (tx) => {
    const profile = tx.json({
      sub: id,
      email,
      full_name: account.fullName,
      email_verified: true,
      phone_verified: false,
    });
    const user = {
      ...USER_OF_HOSTED_SHAPE,
      ...((await hasInstances(tx)) ? { instance_id: HOSTED_INSTANCE } : {}),
      ...times,
      id,
      email,
      encrypted_password: hash,
      email_confirmed_at: times.created_at,
      raw_app_meta_data: tx.json({ provider: 'email', providers: ['email'] }),
      raw_user_meta_data: profile,
    };
    const [created] = await tx`insert into auth.users ${tx(user)} on conflict do nothing returning id`;
    if (!created) return null;

    const identity = {
      ...times,
      id: crypto.randomUUID(),
      user_id: id,
      provider: 'email',
      provider_id: id,
      identity_data: profile,
    };
    await tx`insert into auth.identities ${tx({ ...identity, last_sign_in_at: times.created_at })}`;
    return id;
  });
}

/** Gives an account another password and ends its sessions. */
export async function setPassword(owner: Sql, userId: string, password: string): Promise<void> {
  const hash = await hashPassword(password, 10);
  await owner.begin(async (tx) => {
    await tx`update auth.users set encrypted_password = ${hash}, updated_at = now() where id = ${userId}`;
    await tx`delete from auth.sessions where user_id = ${userId}`;
  });
}

/** bcrypt in the form both auth servers read (`$2b$`). */
function hashPassword(password: string, cost: number): Promise<string> {
  return Bun.password.hash(password, { algorithm: 'bcrypt', cost });
}

/** Only the hosted server's table has the column. */
async function hasInstances(tx: TransactionSql): Promise<boolean> {
  const columns = await tx`
    select from information_schema.columns
    where table_schema = 'auth' and table_name = 'users' and column_name = 'instance_id'`;
  return columns.length > 0;
}
