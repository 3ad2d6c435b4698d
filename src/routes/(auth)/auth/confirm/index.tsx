import { component$ } from '@builder.io/qwik';
import {
  type DocumentHead,
  type RequestEvent,
  type RequestHandler,
  routeLoader$,
} from '@builder.io/qwik-city';
import { AuthShell } from '~/components/auth-shell';
import { Button } from '~/components/button';
import { takeDestination } from '~/features/auth/after-confirmation';
import { ConfirmationInput } from '~/features/auth/auth.input';
import * as AuthService from '~/features/auth/auth.service';
import { doorOf } from '~/features/auth/door';
import { allowReset } from '~/features/auth/reset-permission';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { hasSessionCookie } from '~/lib/supabase/session-cookies';
import { LinkOver } from '../../link-over';

type Link = { state: 'waiting' | 'replaces' | 'over'; link?: ConfirmationInput };

const KEY = 'link';
/** Nobody who comes by such a link has a password that they know. */
const CHOOSES_PASSWORD = new Set<ConfirmationInput['type']>(['recovery', 'invite']);

/**
 * The link of a mail. A browser that only looks ahead (prefetch, and HEAD, which does not come here) uses nothing up, and a
 * session that is open here gives way to another account only when its owner says so: anybody can send a link.
 */
export const onGet: RequestHandler = async (event) => {
  if (event.query.get('type') === 'email_change') throw event.redirect(302, emailChangePage(event.url));
  const link = ConfirmationInput.safeParse(Object.fromEntries(event.query)).data;
  const looksAhead = event.request.headers.get('Sec-Purpose')?.includes('prefetch');
  if (link && looksAhead) return void event.sharedMap.set(KEY, { state: 'waiting', link });
  if (link && hasSessionCookie(event)) return void event.sharedMap.set(KEY, { state: 'replaces', link });
  await follow(event, link);
};

/** The button on the page that asked first. A form of the page about a dead link posts here too, as an action. */
export const onPost: RequestHandler = async (event) => {
  if (event.query.has('qaction')) return void event.sharedMap.set(KEY, { state: 'over' });
  await follow(event, ConfirmationInput.safeParse(await event.parseBody()).data);
};

async function follow(event: RequestEvent, link: ConfirmationInput | undefined): Promise<void> {
  const claims = link && (await confirm(event, link));
  if (!link || !claims) {
    event.status(400);
    return void event.sharedMap.set(KEY, { state: 'over', link });
  }
  if (!CHOOSES_PASSWORD.has(link.type)) throw event.redirect(303, takeDestination(event));
  allowReset(event, claims);
  throw event.redirect(303, '/reset-password');
}

/** Nothing for a link that is over: that is a page of its own, not an error. */
async function confirm(event: RequestEvent, link: ConfirmationInput) {
  try {
    return await AuthService.confirmEmail(doorOf(event), link);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return null;
    throw error;
  }
}

/** Such a link lets nobody in, and no program that looks through a mailbox may confirm it by opening it. */
function emailChangePage({ searchParams }: URL): string {
  const token_hash = searchParams.get('token_hash') ?? '';
  return `/auth/email-change?${new URLSearchParams({ token_hash })}`;
}

export const useLink = routeLoader$(({ sharedMap }): Link => sharedMap.get(KEY) ?? { state: 'waiting' });

export default component$(() => {
  const { state, link } = useLink().value;
  if (state === 'over') return <LinkOver type={link?.type} />;
  return (
    <AuthShell
      title={m.auth_confirm_title()}
      lead={state === 'replaces' ? m.auth_confirm_replaces() : m.auth_confirm_lead()}
    >
      <form method="post" action="/auth/confirm">
        <input type="hidden" name="token_hash" value={link?.token_hash} />
        <input type="hidden" name="type" value={link?.type} />
        <Button>{m.auth_confirm_submit()}</Button>
      </form>
    </AuthShell>
  );
});

export const head: DocumentHead = ({ resolveValue }) => ({
  title: resolveValue(useLink).state === 'over' ? m.auth_link_title() : m.auth_confirm_title(),
});
