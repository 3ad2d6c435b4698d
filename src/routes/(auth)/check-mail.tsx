import { component$, Slot } from '@builder.io/qwik';
import { AuthShell } from '~/components/auth-shell';
import { MailboxHint } from '~/components/mailbox-hint';
import * as m from '~/lib/i18n/paraglide/messages';
import { useMailbox } from './layout';

/** What follows every form that sends a mail, whether or not one was sent. The slots say how to go on. */
export const CheckMail = component$<{ lead: string }>(({ lead }) => {
  const mailbox = useMailbox();
  return (
    <AuthShell title={m.auth_mail_title()} lead={lead}>
      <div class="grid gap-6">
        <MailboxHint url={mailbox.value} />
        <Slot />
      </div>
      <div q:slot="foot">
        <Slot name="foot" />
      </div>
    </AuthShell>
  );
});
