import { component$ } from '@builder.io/qwik';
import {
  type DocumentHead,
  type RequestEventBase,
  type RequestHandler,
  routeLoader$,
} from '@builder.io/qwik-city';
import { AuthShell } from '~/components/auth-shell';
import { Button } from '~/components/button';
import { ButtonLink } from '~/components/button-link';
import { EmailChangeLinkInput } from '~/features/auth/auth.input';
import * as EmailChangeLinkService from '~/features/auth/email-change-link.service';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { visitOf } from '~/lib/request/visit';

type Shown =
  | { state: 'asks'; token: string; from: string; to: string }
  | EmailChangeLinkService.Confirmed
  | { state: 'over' };

const KEY = 'email-change';

/** The link of a mail. Opening it changes nothing, since programs that look through mailboxes open links: the button does. */
export const onGet: RequestHandler = (event) => show(event, Object.fromEntries(event.query), ask);

export const onPost: RequestHandler = async (event) => show(event, await event.parseBody(), confirm);

type Answer = (link: EmailChangeLinkInput, event: RequestEventBase) => Promise<Shown>;

async function show(event: Parameters<RequestHandler>[0], input: unknown, answer: Answer): Promise<void> {
  const link = EmailChangeLinkInput.safeParse(input).data;
  const shown = link ? await unlessOver(answer(link, event)) : null;
  event.sharedMap.set(KEY, shown ?? { state: 'over' });
  if (!shown) event.status(400);
}

async function ask(link: EmailChangeLinkInput, event: RequestEventBase): Promise<Shown> {
  const { email: from, newEmail: to } = await EmailChangeLinkService.findEmailChangeLink(
    link,
    visitOf(event),
  );
  return { state: 'asks', token: link.token_hash, from, to };
}

function confirm(link: EmailChangeLinkInput, event: RequestEventBase): Promise<Shown> {
  return EmailChangeLinkService.confirmEmailChange(link, visitOf(event));
}

/** Null for a link that is over: that is a page of its own, not an error. */
async function unlessOver(answer: Promise<Shown>): Promise<Shown | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return null;
    throw error;
  }
}

export const useShown = routeLoader$(({ sharedMap }): Shown => sharedMap.get(KEY) ?? { state: 'over' });

export default component$(() => {
  const shown = useShown().value;
  if (shown.state === 'asks') return <Asks token={shown.token} from={shown.from} to={shown.to} />;
  if (shown.state === 'half') {
    return (
      <AuthShell title={m.auth_email_half_title()} lead={m.auth_email_half_lead({ email: shown.missing })} />
    );
  }
  if (shown.state === 'changed') {
    return (
      <AuthShell
        title={m.auth_email_changed_title()}
        lead={m.auth_email_changed_lead({ email: shown.email })}
      >
        <ButtonLink href="/account">{m.auth_email_go_account()}</ButtonLink>
      </AuthShell>
    );
  }
  return (
    <AuthShell title={m.auth_link_title()} lead={m.auth_email_link_over()}>
      <ButtonLink href="/account/email">{m.auth_email_ask_again()}</ButtonLink>
    </AuthShell>
  );
});

type AsksProps = { token: string; from: string; to: string };

const Asks = component$<AsksProps>(({ token, from, to }) => (
  <AuthShell title={m.auth_email_link_title()} lead={m.auth_email_link_lead({ from, to })}>
    <form method="post" action="/auth/email-change">
      <input type="hidden" name="token_hash" value={token} />
      <Button>{m.auth_email_link_submit()}</Button>
    </form>
    <p q:slot="foot">{m.auth_email_link_stranger()}</p>
  </AuthShell>
));

const TITLES = {
  asks: m.auth_email_link_title,
  half: m.auth_email_half_title,
  changed: m.auth_email_changed_title,
  over: m.auth_link_title,
};

export const head: DocumentHead = ({ resolveValue }) => ({ title: TITLES[resolveValue(useShown).state]() });
