import { component$ } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';
import { FormAlert } from './form-alert';

/** Where the mails of a development copy arrive. Nothing where they arrive as mails do. */
export const MailboxHint = component$<{ url: string | null }>(({ url }) => {
  if (!url) return null;
  return (
    <FormAlert tone="info">
      {m.auth_mail_box()}{' '}
      <a class="link" href={url} target="_blank" rel="noopener">
        {m.auth_mail_box_open()}
      </a>
    </FormAlert>
  );
});
