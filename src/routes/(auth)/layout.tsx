import { component$, Slot } from '@builder.io/qwik';
import { routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { EmailInput } from '~/features/auth/auth.input';
import * as AuthService from '~/features/auth/auth.service';
import { ENV } from '~/lib/env.server';
import { failWith } from '~/lib/form/refusal';
import { routeInput$ } from '~/lib/form/zod-validator';
import { visitOf } from '~/lib/request/visit';

/** Where the mails of a local stack arrive; elsewhere they arrive where mails do. */
export const useMailbox = routeLoader$(() => ENV.MAILBOX_URL ?? null);

/** The other sites that people may sign in with here. */
export const useProviders = routeLoader$(() => ENV.AUTH_PROVIDERS);

/** Sends the confirmation mail again. Used by every page that has to speak of that mail. */
export const useResend = routeAction$(async (input, event) => {
  try {
    await AuthService.resendConfirmation(input, visitOf(event));
  } catch (error) {
    return failWith(event, error);
  }
  return { sentTo: input.email };
}, routeInput$(EmailInput));

export default component$(() => <Slot />);
