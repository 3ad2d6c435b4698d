import { component$ } from '@builder.io/qwik';
import type { DocumentHead, RequestHandler } from '@builder.io/qwik-city';
import { AuthShell } from '~/components/auth-shell';
import { Button } from '~/components/button';
import { ButtonLink } from '~/components/button-link';
import * as AuthService from '~/features/auth/auth.service';
import { doorOf } from '~/features/auth/door';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { log } from '~/lib/log.server';
import { requestId } from '~/lib/request/context';
import { clearSessionCookies } from '~/lib/supabase/session-cookies';

/** Signing out is a post: a link, an image or a prefetch must not do it. */
export const onPost: RequestHandler = async (event) => {
  try {
    await AuthService.signOut(doorOf(event));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Whoever leaves a shared computer is out of it, also while the auth server is away; its session ends by age.
    log.warn('auth.sign_out_incomplete', { requestId: requestId(event), reason: error.code });
  }
  clearSessionCookies(event);
  throw event.redirect(303, '/');
};

export default component$(() => (
  <AuthShell title={m.auth_logout_title()} lead={m.auth_logout_lead()}>
    <form method="post" class="flex flex-wrap gap-3">
      <Button>{m.auth_logout_submit()}</Button>
      <ButtonLink href="/dashboard" variant="quiet">
        {m.auth_logout_stay()}
      </ButtonLink>
    </form>
  </AuthShell>
));

export const head: DocumentHead = () => ({ title: m.auth_logout_title() });
