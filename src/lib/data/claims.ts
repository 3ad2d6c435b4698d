import { z } from 'zod';
import { AppError } from '~/lib/errors';

declare const verified: unique symbol;

/**
 * What the policies may know of who is asking, and nothing more of the token: `raw_user_meta_data` is the user's own text.
 * Only this module makes one, so that a value of this type has been through `verifiedClaims`.
 */
export type VerifiedClaims = z.infer<typeof schema> & { readonly [verified]: true };

/** The roles a request may take in the database. `service_role` and `postgres` are not among them, whatever a token says. */
const schema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('anon') }),
  z.object({
    role: z.literal('authenticated'),
    sub: z.guid(),
    session_id: z.guid().optional(),
    aal: z.enum(['aal1', 'aal2', 'aal3']).optional(),
    tenant: z.guid().optional(),
  }),
]);

/**
 * Reduces the payload of a token to the claims the policies read. Call it where the auth server has just vouched for the
 * token (`getClaims`, `getUser`) and nowhere else: it checks shape, not signature.
 * Throws `AppError('unauthorized')` for a payload of any other shape or role.
 */
export function verifiedClaims(payload: unknown): VerifiedClaims {
  const claims = schema.safeParse(payload);
  if (!claims.success) throw new AppError('unauthorized', 'Please sign in again.');
  return claims.data as VerifiedClaims; // the brand exists in types only
}

/** The claims of somebody who signed in: the session is named, so that it can be looked up and ended. */
export type SessionClaims = Extract<VerifiedClaims, { role: 'authenticated' }> & { session_id: string };

/** Null for claims that name no session: every token of a sign-in names one, others have no business on a page. */
export function sessionClaims(claims: VerifiedClaims): SessionClaims | null {
  return claims.role === 'authenticated' && claims.session_id
    ? { ...claims, session_id: claims.session_id }
    : null;
}

/** Somebody who has not signed in. */
export const ANONYMOUS = verifiedClaims({ role: 'anon' });
