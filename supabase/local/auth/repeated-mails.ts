import type { Sql } from 'postgres';
import type { Mailer } from '../mailbox/mailer';
import { authError } from './auth-error';
import { hashOf, newCode } from './one-time-code';
import { findPerson, type Person } from './people';

export interface MailContext {
  sql: Sql;
  mailer: Mailer;
  /** Seconds between two mails of a kind to one address; 0 for no limit. */
  mailEverySeconds: number;
  otpLength: number;
  otpExpirySeconds: number;
  /** A change of address is confirmed at both. */
  hasDoubleConfirmation: boolean;
}

/**
 * lite tells whoever signs up with an address that is known (429), for ever. The hosted server answers as if
 * the account were new, and sends an unconfirmed one its mail again.
 */
export async function signUpAgain(
  email: string,
  metadata: unknown,
  context: MailContext,
): Promise<Response | null> {
  const person = await findPerson(context.sql, email);
  if (!person) return null;
  if (person.isConfirmed) return Response.json(lookalike(person.email, metadata));
  const refusal = await sendConfirmationAgain(person, context);
  return refusal ?? Response.json(lookalike(person.email, metadata));
}

/** lite refuses every second confirmation mail; the hosted server refuses one that comes too soon. */
export async function resendConfirmation(email: string, context: MailContext): Promise<Response> {
  const person = await findPerson(context.sql, email);
  if (!person || person.isConfirmed) return Response.json({});
  return (await sendConfirmationAgain(person, context)) ?? Response.json({});
}

/** lite would confirm an address by a sign-in link; the hosted server sends the confirmation mail in its place. */
export async function mailSignIn(
  email: string,
  answer: () => Promise<Response>,
  context: MailContext,
): Promise<Response> {
  const person = await findPerson(context.sql, email);
  if (person && !person.isConfirmed) return resendConfirmation(email, context);
  return (await refuseMailTooSoon(email, context)) ?? answer();
}

/** lite sends as many recovery mails and sign-in links as it is asked for. Returns the refusal, or null. */
export async function refuseMailTooSoon(email: string, context: MailContext): Promise<Response | null> {
  const person = await findPerson(context.sql, email);
  return tooSoon(person?.recoveryAge ?? null, context);
}

async function sendConfirmationAgain(person: Person, context: MailContext): Promise<Response | null> {
  const refusal = tooSoon(person.confirmationAge, context);
  if (refusal) return refusal;
  const code = newCode(context.otpLength);
  const tokenHash = hashOf(person.email, code);
  await context.sql`
    update auth.users set confirmation_token = ${tokenHash}, confirmation_sent_at = now() where id = ${person.id}`;
  await context.mailer.sendConfirmation(person.email, tokenHash, code);
  return null;
}

/**
 * The refusal of a mail that comes too soon after the one before, or null. Of two at once, one may see the other's as sent after
 * its own statement began: an age below zero.
 */
export function tooSoon(
  age: number | null,
  { mailEverySeconds }: Pick<MailContext, 'mailEverySeconds'>,
): Response | null {
  if (age === null || mailEverySeconds === 0 || age >= mailEverySeconds) return null;
  const wait = Math.ceil(mailEverySeconds - age);
  const message = `For security purposes, you can only request this after ${wait} seconds.`;
  return authError(429, 'over_email_send_rate_limit', message);
}

/** A user that looks new and belongs to nobody: a random id and no identities, as hosted. */
function lookalike(email: string, metadata: unknown) {
  const now = new Date().toISOString();
  return {
    id: crypto.randomUUID(),
    aud: 'authenticated',
    role: '',
    email,
    phone: '',
    confirmation_sent_at: now,
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: metadata ?? {},
    identities: [],
    created_at: now,
    updated_at: now,
    is_anonymous: false,
  };
}
