import type { TransactionSql } from 'postgres';
import { createAccount, setPassword } from '~/lib/db/accounts';

export const DEMO_ADMIN = { email: 'admin@example.test', fullName: 'Demo Admin', role: 'admin' } as const;
export const DEMO_USER = { email: 'user@example.test', fullName: 'Demo User', role: 'user' } as const;

export interface SeedOptions {
  password: string;
  /** Give accounts that are there already the password again. */
  forcePassword: boolean;
  /** Bring rows that are there already back to what the seed says. */
  updateIfExists: boolean;
}

export interface Seeded {
  id: string;
  /** One line for the person who ran the seed. */
  did: string;
}

/** Puts a demo account and its role there, or leaves the one that is there as it is, but for what the options ask. */
export async function seedUser(
  owner: TransactionSql,
  demo: typeof DEMO_ADMIN | typeof DEMO_USER,
  options: SeedOptions,
): Promise<Seeded> {
  const created = await createAccount(owner, { ...demo, password: options.password });
  if (created) {
    await owner`update public.profiles set role = ${demo.role} where id = ${created}`;
    return { id: created, did: `${demo.email} made (${demo.role})` };
  }
  const [existing] = await owner<{ id: string }[]>`select id from auth.users where email = ${demo.email}`;
  if (!existing) throw new Error(`${demo.email} can neither be made nor found.`);

  const did: string[] = [];
  if (options.updateIfExists) {
    await owner`update public.profiles set full_name = ${demo.fullName}, role = ${demo.role} where id = ${existing.id}`;
    did.push('name and role brought back');
  }
  if (options.forcePassword) {
    await setPassword(owner, existing.id, options.password);
    did.push('password set again, its sessions ended');
  }
  return { id: existing.id, did: `${demo.email} is there already: ${did.join(', ') || 'left as it is'}` };
}
