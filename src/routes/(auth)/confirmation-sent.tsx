import { component$ } from '@builder.io/qwik';
import { NavLink } from '~/components/nav-link';
import * as m from '~/lib/i18n/paraglide/messages';
import { CheckMail } from './check-mail';
import type { useResend } from './layout';
import { ResendForm } from './resend-form';

type ConfirmationSentProps = { email: string; resend: ReturnType<typeof useResend> };

/** The confirmation mail is on its way, for the first time or again. */
export const ConfirmationSent = component$<ConfirmationSentProps>(({ email, resend }) => (
  <CheckMail lead={resend.value?.sentTo ? m.auth_mail_resent() : m.auth_mail_signup_lead({ email })}>
    <p class="text-sm text-ink-soft">{m.auth_mail_not_there()}</p>
    <ResendForm resend={resend} email={email} label={m.auth_mail_resend()} />
    <p q:slot="foot">
      {m.auth_mail_has_account()}{' '}
      <NavLink href="/login" class="link">
        {m.auth_login_submit()}
      </NavLink>
    </p>
  </CheckMail>
));
