import { authError } from './auth-error';
import { askForEmail, confirmEmail } from './email-change';
import { findPerson } from './people';
import {
  type MailContext,
  mailSignIn,
  refuseMailTooSoon,
  resendConfirmation,
  signUpAgain,
} from './repeated-mails';
import { verifyEither } from './verify-either';

type Answer = () => Promise<Response>;
type Body = Record<string, unknown>;

/** The last refresh under way for a token. */
const refreshing = new Map<string, Promise<unknown>>();

/**
 * Answers where lite differs from the hosted auth server in what an application can see, and leaves the rest
 * to lite. What differs stands at each function.
 */
export async function answerLikeHosted(
  request: Request,
  lite: (request: Request) => Promise<Response>,
  context: MailContext,
): Promise<Response> {
  const url = new URL(request.url);
  if (!url.pathname.startsWith('/auth/v1/')) return lite(request);
  const grant = url.searchParams.get('grant_type') ?? '';
  const route = `${request.method} ${url.pathname.slice('/auth/v1'.length)} ${grant}`.trim();
  const body = ['POST', 'PUT'].includes(request.method) ? await bodyOf(request) : {};
  const answer = async (asked = request) => calm(await lite(asked));
  switch (route) {
    case 'POST /signup':
      return signUp(body, answer, context);
    case 'POST /resend':
      return body.type === 'signup' ? resendConfirmation(textOf(body.email), context) : answer();
    case 'POST /otp':
    case 'POST /magiclink':
      return mailSignIn(textOf(body.email), answer, context);
    case 'POST /verify':
      return verify(request, body, answer, context);
    case 'POST /recover':
      return (await refuseMailTooSoon(textOf(body.email), context)) ?? answer();
    case 'POST /token password':
      return signIn(body, answer, context);
    case 'POST /token refresh_token':
      return oneAtATime(textOf(body.refresh_token), () => answer());
    case 'PUT /user':
      return changeUser(request, body, answer, context);
    default:
      return answer();
  }
}

/** A known address shows as 429, or, when two sign up with it at once, as the failure of the second insert. */
async function signUp(body: Body, answer: Answer, context: MailContext): Promise<Response> {
  const response = await answer();
  const isKnown = response.status === 429 || response.status === 500;
  if (!isKnown) return response;
  const again = await signUpAgain(textOf(body.email), body.data, context);
  return again ?? authError(500, 'unexpected_failure', 'Database error saving new user');
}

/** lite says "not confirmed" before it has looked at the password, to anybody who asks about an address. */
async function signIn(body: Body, answer: Answer, { sql }: MailContext): Promise<Response> {
  const response = await answer();
  if (response.headers.get('x-sb-error-code') !== 'email_not_confirmed') return response;
  const person = await findPerson(sql, textOf(body.email));
  const isRight = await Bun.password
    .verify(textOf(body.password), person?.passwordHash ?? '')
    .catch(() => false);
  return isRight ? response : authError(400, 'invalid_credentials', 'Invalid login credentials');
}

function verify(
  request: Request,
  body: Body,
  answer: (request: Request) => Promise<Response>,
  context: MailContext,
): Promise<Response> {
  if (body.type === 'email') return verifyEither(request, body, answer, context);
  const isHalf = body.type === 'email_change' && context.hasDoubleConfirmation;
  return isHalf ? confirmEmail(request, body, answer, context) : answer(request);
}

function changeUser(request: Request, body: Body, answer: Answer, context: MailContext): Promise<Response> {
  const userId = textOf(claimsOf(request).sub);
  const change = () => changePassword(request, body, answer, context);
  return userId && textOf(body.email) ? askForEmail(userId, textOf(body.email), change, context) : change();
}

/** lite leaves the other sessions open; the hosted server ends them, so that a new password shuts a thief out. */
async function changePassword(
  request: Request,
  body: Body,
  answer: Answer,
  { sql }: MailContext,
): Promise<Response> {
  const response = await answer();
  if (!response.ok || !textOf(body.password)) return response;
  // lite has checked the signature, or it would not have answered with success.
  const claims = claimsOf(request);
  await sql`
    delete from auth.sessions
    where user_id = ${textOf(claims.sub)}::uuid and id <> ${textOf(claims.session_id)}::uuid`;
  return response;
}

/**
 * Two refreshes with one token at the same moment would open two branches of the session in lite, and the
 * next use of the token would end both. One after the other, the second gets what the first was given.
 */
async function oneAtATime(token: string, answer: Answer): Promise<Response> {
  const before = refreshing.get(token) ?? Promise.resolve();
  const mine = before.then(answer, answer);
  refreshing.set(token, mine);
  try {
    return await mine;
  } finally {
    if (refreshing.get(token) === mine) refreshing.delete(token);
  }
}

/** lite answers a bug with `{}` or a shape of its own; the cause stands in the log. */
function calm(response: Response): Response {
  if (response.status < 500) return response;
  return authError(
    500,
    'unexpected_failure',
    'Unexpected failure, please check server logs for more information',
  );
}

async function bodyOf(request: Request): Promise<Body> {
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => null);
  // A JSON value that is no object has none of the fields that are asked for.
  return body && typeof body === 'object' ? (body as Body) : {};
}

/** What its token says, which nobody has checked yet; nothing where it is none. */
function claimsOf(request: Request): Body {
  const token = request.headers.get('authorization')?.slice('Bearer '.length) ?? '';
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return {};
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
