import { component$ } from '@builder.io/qwik';
import { AuthShell } from '~/components/auth-shell';
import { Button } from '~/components/button';
import { ButtonLink } from '~/components/button-link';
import { DateTime } from '~/components/date-time';
import { FormAlert } from '~/components/form-alert';
import * as m from '~/lib/i18n/paraglide/messages';
import { useMailbox } from '../../layout';

type AskReportProps = { token: string; about: string; when: Date };

/** What the mail was about, and the button that does what the link says. */
export const AskReport = component$<AskReportProps>(({ token, about, when }) => (
  <AuthShell title={m.security_report_title()} lead={m.security_report_lead()}>
    <div class="grid gap-6">
      <p class="rounded-control bg-sunken px-4 py-3">
        <span class="block font-medium">{about}</span>
        <DateTime value={when} format="moment" class="text-sm text-ink-soft" />
      </p>
      <div>
        <p>{m.security_report_what()}</p>
        <ul class="mt-2 grid list-disc gap-1 pl-5 text-ink-soft">
          <li>{m.security_report_what_sessions()}</li>
          <li>{m.security_report_what_password()}</li>
          <li>{m.security_report_what_mail()}</li>
        </ul>
      </div>
      <form method="post" action="/auth/not-me">
        <input type="hidden" name="token" value={token} />
        <Button variant="danger">{m.security_report_submit()}</Button>
      </form>
    </div>
    <p q:slot="foot">{m.security_report_was_me()}</p>
  </AuthShell>
));

/** What has been done, and what only its reader can do. */
export const ReportDone = component$<{ isMailed: boolean }>(({ isMailed }) => {
  const mailbox = useMailbox();
  return (
    <AuthShell title={m.security_report_done_title()} lead={m.security_report_done_lead()}>
      <div class="grid justify-items-start gap-6">
        {isMailed ? (
          <p>{m.security_report_done_next()}</p>
        ) : (
          <FormAlert tone="warn">{m.security_report_done_unmailed()}</FormAlert>
        )}
        {isMailed && mailbox.value && (
          <FormAlert tone="info">
            {m.auth_mail_box()}{' '}
            <a class="link" href={mailbox.value} target="_blank" rel="noopener">
              {m.auth_mail_box_open()}
            </a>
          </FormAlert>
        )}
        <ButtonLink href="/forgot-password" variant={isMailed ? 'quiet' : 'primary'}>
          {m.security_report_ask_again()}
        </ButtonLink>
        <p class="text-sm text-ink-soft">{m.security_report_done_mailbox()}</p>
      </div>
    </AuthShell>
  );
});

/** Used, too old and made up look alike. */
export const ReportOver = component$(() => (
  <AuthShell title={m.security_report_over_title()} lead={m.security_report_over_lead()}>
    <div class="grid justify-items-start gap-5">
      <p>{m.security_report_over_next()}</p>
      <ButtonLink href="/forgot-password">{m.security_report_ask()}</ButtonLink>
    </div>
  </AuthShell>
));
