import type { FailReturn, RequestEventAction } from '@builder.io/qwik-city';
import { refusalOf } from '~/lib/db/refusals';

/**
 * Turns a refusal into the answer of an action, so that the form stands there with its sentence, at the field it is about, and with what was typed:
 * `catch (error) { return failWith(ev, error); }`. A database that is away is a refusal too. Anything else is a bug and rises, as do redirects.
 */
export function failWith(
  ev: Pick<RequestEventAction, 'fail' | 'headers'>,
  error: unknown,
): FailReturn<{ fieldErrors?: Record<string, string>; formErrors: string[] }> {
  const refusal = refusalOf(error);
  if (!refusal) throw error;
  if (refusal.retryAfterSeconds) ev.headers.set('Retry-After', String(refusal.retryAfterSeconds));
  if (!refusal.field) return ev.fail(refusal.status, { formErrors: [refusal.message] });
  return ev.fail(refusal.status, { fieldErrors: { [refusal.field]: refusal.message }, formErrors: [] });
}
