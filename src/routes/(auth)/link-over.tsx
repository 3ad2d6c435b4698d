import { component$ } from '@builder.io/qwik';
import { AuthShell } from '~/components/auth-shell';
import { ButtonLink } from '~/components/button-link';
import * as m from '~/lib/i18n/paraglide/messages';
import { ConfirmationSent } from './confirmation-sent';
import { useResend } from './layout';
import { ResendForm } from './resend-form';

/** A link that no longer works, and the way to one that does. */
export const LinkOver = component$<{ type?: string }>(({ type }) => {
  const resend = useResend();
  if (resend.value?.sentTo) return <ConfirmationSent email={resend.value.sentTo} resend={resend} />;
  return (
    <AuthShell title={m.auth_link_title()} lead={m.auth_link_over()}>
      {type === 'recovery' || type === 'invite' ? <AskForRecovery /> : <SignInOrAskAgain resend={resend} />}
    </AuthShell>
  );
});

const AskForRecovery = component$(() => (
  <div class="grid justify-items-start gap-5">
    <p>{m.auth_link_recovery()}</p>
    <ButtonLink href="/forgot-password">{m.auth_link_new()}</ButtonLink>
  </div>
));

const SignInOrAskAgain = component$<{ resend: ReturnType<typeof useResend> }>(({ resend }) => (
  <div class="grid gap-8">
    <ButtonLink href="/login" class="justify-self-start">
      {m.auth_login_submit()}
    </ButtonLink>
    <div class="grid gap-5 border-t border-line pt-8">
      <p class="text-sm text-ink-soft">{m.auth_link_signup()}</p>
      <ResendForm resend={resend} label={m.auth_link_new()} />
    </div>
  </div>
));
