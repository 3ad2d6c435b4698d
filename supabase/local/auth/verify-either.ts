import { hashOf } from './one-time-code';
import type { MailContext } from './repeated-mails';

/**
 * The type `email` stands for "whichever mail this code came with": the confirmation of a sign-up or a sign-in link. lite
 * does not know it, and is asked for the one whose code it is.
 */
export async function verifyEither(
  request: Request,
  { type: _either, ...body }: Record<string, unknown>,
  answer: (request: Request) => Promise<Response>,
  { sql }: MailContext,
): Promise<Response> {
  const { token_hash, email, token } = body;
  const hash = typeof token_hash === 'string' ? token_hash : hashOf(String(email), String(token));
  const signUps = await sql`select from auth.users where confirmation_token = ${hash}`;
  const type = signUps.length > 0 ? 'signup' : 'magiclink';
  return answer(new Request(request, { body: JSON.stringify({ ...body, type }) }));
}
