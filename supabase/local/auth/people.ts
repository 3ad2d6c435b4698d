import type { Sql } from 'postgres';

/** What the differences need to know of an account. */
export interface Person {
  id: string;
  email: string;
  passwordHash: string | null;
  isConfirmed: boolean;
  /** Seconds since the last mail of this kind; null when there was none. */
  confirmationAge: number | null;
  recoveryAge: number | null;
}

export async function findPerson(sql: Sql, email: string): Promise<Person | null> {
  const [person] = await sql<Person[]>`
    select id, email,
           encrypted_password as "passwordHash",
           email_confirmed_at is not null as "isConfirmed",
           extract(epoch from now() - confirmation_sent_at)::float8 as "confirmationAge",
           extract(epoch from now() - recovery_sent_at)::float8 as "recoveryAge"
    from auth.users where email = ${email.toLowerCase()}`;
  return person ?? null;
}
