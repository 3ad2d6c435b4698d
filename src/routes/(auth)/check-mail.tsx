import { component$, Slot } from '@builder.io/qwik';
import { AuthShell } from '~/components/auth-shell';
import { FormAlert } from '~/components/form-alert';
import * as m from '~/lib/i18n/paraglide/messages';
import { useMailbox } from './layout';

/** What follows every form that sends a mail, whether or not one was sent. The slots say how to go on. */
export const CheckMail = component$<{ lead: string }>(({ lead }) => {
  const mailbox = useMailbox();
  return (
    <AuthShell title={m.auth_mail_title()} lead={lead}>
      <div class="grid gap-6">
        {mailbox.value && (
          <FormAlert tone="info">
            {m.auth_mail_box()}{' '}
            <a class="link" href={mailbox.value} target="_blank" rel="noopener">
              {m.auth_mail_box_open()}
            </a>
          </FormAlert>
        )}
        <Slot />
      </div>
      <div q:slot="foot">
        <Slot name="foot" />
      </div>
    </AuthShell>
  );
});
