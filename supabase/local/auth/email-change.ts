import { authError } from './auth-error';
import { hashOf } from './one-time-code';
import { findPerson } from './people';
import { type MailContext, tooSoon } from './repeated-mails';

type Body = Record<string, unknown>;

const HALF = 'Confirmation link accepted. Please proceed to confirm link sent to the other email';

/**
 * lite mails as many links as it is asked for, and would count the confirmation of an address that was asked for before as
 * one of this. The hosted server refuses what comes too soon, and begins anew.
 */
export async function askForEmail(
  userId: string,
  email: string,
  answer: () => Promise<Response>,
  context: MailContext,
): Promise<Response> {
  const { sql } = context;
  const taken = await findPerson(sql, email);
  const refusal = taken ? null : tooSoon(await sentAgo(userId, context), context);
  if (refusal) return refusal;
  const response = await answer();
  if (response.ok && !taken) {
    await sql`update auth.users set email_change_confirm_status = 0 where id::text = ${userId}`;
  }
  return response;
}

/**
 * lite moves the account as soon as its current address has confirmed. The hosted server wants to hear from both, in any
 * order: the first link is answered with a message and opens nothing, the second moves the account.
 */
export async function confirmEmail(
  request: Request,
  { token_hash, email, token }: Body,
  answer: (request: Request) => Promise<Response>,
  { sql, otpExpirySeconds }: MailContext,
): Promise<Response> {
  const hash = typeof token_hash === 'string' ? token_hash : hashOf(String(email), String(token));
  const halves = await sql`
    update auth.users set
      email_change_confirm_status = 1,
      email_change_token_current = nullif(email_change_token_current, ${hash}),
      email_change_token_new = nullif(email_change_token_new, ${hash})
    where ${hash} in (email_change_token_current, email_change_token_new) and email_change_confirm_status = 0
      and email_change_sent_at > now() - make_interval(secs => ${otpExpirySeconds})
    returning id`;
  if (halves.length > 0) return Response.json({ code: '200', msg: HALF });
  // lite takes no other token than that of the current address.
  const [due] = await sql`
    update auth.users set email_change_token_current = ${hash}, email_change_token_new = null
    where ${hash} in (email_change_token_current, email_change_token_new) and email_change_confirm_status = 1
    returning id`;
  if (!due) return authError(403, 'otp_expired', 'Email link is invalid or has expired');
  const response = await answer(request);
  if (response.ok) {
    await sql`update auth.users set email_change_confirm_status = 0 where id = ${due.id}`;
  }
  return response;
}

/** Seconds since the last mails of this kind; null when there were none. */
async function sentAgo(userId: string, { sql }: MailContext): Promise<number | null> {
  const [row] = await sql`
    select extract(epoch from now() - email_change_sent_at)::float8 as age from auth.users where id::text = ${userId}`;
  return row?.age ?? null;
}
