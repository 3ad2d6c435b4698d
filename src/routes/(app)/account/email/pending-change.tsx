import { component$, Slot } from '@builder.io/qwik';
import { Card } from '~/components/card';
import { IconCheck, IconMail } from '~/components/icons';
import { MailboxHint } from '~/components/mailbox-hint';
import type { PendingEmailChange } from '~/features/auth/email-change.service';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatDate } from '~/lib/time';

type PendingChangeProps = {
  change: PendingEmailChange;
  /** The address that the account has. */
  email: string;
  mailbox: string | null;
};

/** What was asked for and is not done yet: which of the two has confirmed. The slot has both links mailed once more. */
export const PendingChange = component$<PendingChangeProps>(({ change, email, mailbox }) => {
  const { newEmail, confirmed } = change;
  const when = formatDate(change.requestedAt, { format: 'moment' });
  return (
    <Card title={m.auth_email_pending_title()} lead={m.auth_email_pending_lead({ email: newEmail, when })}>
      <ul class="mb-5 divide-y divide-line border-y border-line">
        <Side address={email} isConfirmed={confirmed === 'current'} />
        <Side address={newEmail} isConfirmed={confirmed === 'new'} />
      </ul>
      <div class="grid gap-5">
        <MailboxHint url={mailbox} />
        <p class="text-sm text-ink-soft">{m.auth_email_pending_again()}</p>
        <Slot />
      </div>
    </Card>
  );
});

const Side = component$<{ address: string; isConfirmed: boolean }>(({ address, isConfirmed }) => (
  <li class="flex items-start gap-3 py-3">
    {isConfirmed ? (
      <IconCheck class="mt-0.5 shrink-0 text-good" />
    ) : (
      <IconMail class="mt-0.5 shrink-0 text-ink-faint" />
    )}
    <span class="min-w-0">
      <span class="block font-medium wrap-anywhere">{address}</span>
      <span class="block text-sm text-ink-soft">
        {isConfirmed ? m.auth_email_pending_done() : m.auth_email_pending_open()}
      </span>
    </span>
  </li>
));
