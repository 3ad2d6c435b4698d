import type { RequestEvent, RequestHandler } from '@builder.io/qwik-city';
import { doorOf } from '~/features/auth/door';
import { providerRefusal } from '~/features/auth/provider.refusals';
import * as ProviderService from '~/features/auth/provider.service';
import { Unwelcome } from '~/features/auth/unwelcome';
import { AppError } from '~/lib/errors';
import { safeNext } from '~/lib/request/safe-next';

/** The way back from another site (PKCE). Whatever went wrong, it is the sign-in page that says so, and where one was going stays. */
export const onGet: RequestHandler = async (event) => {
  const next = safeNext(event.query.get('next'));
  const refusal = providerRefusal(event.query) ?? (await finish(event));
  if (!refusal) throw event.redirect(303, next);
  throw event.redirect(303, `/login?${new URLSearchParams({ error: refusal, next })}`);
};

/** What the sign-in page says; null for somebody who is in. */
async function finish(event: RequestEvent): Promise<string | null> {
  try {
    await ProviderService.finishSignIn(doorOf(event), event.query.get('code') ?? '');
    return null;
  } catch (error) {
    if (error instanceof Unwelcome) return error.reason;
    if (error instanceof AppError && error.code === 'invalid') return 'over';
    throw error;
  }
}
