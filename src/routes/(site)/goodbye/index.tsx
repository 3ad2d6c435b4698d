import { component$ } from '@builder.io/qwik';
import type { DocumentHead } from '@builder.io/qwik-city';
import { ButtonLink } from '~/components/button-link';
import * as m from '~/lib/i18n/paraglide/messages';

/** After the account is gone. Anybody may open it: it says nothing of anybody. */
export default component$(() => (
  <section class="mx-auto w-full max-w-6xl px-4 py-16 sm:px-8 sm:py-24">
    <h1 class="text-2xl sm:text-3xl">{m.account_goodbye_title()}</h1>
    <p class="mt-4 max-w-measure text-lg text-ink-soft">{m.account_goodbye_lead()}</p>
    <p class="mt-2 max-w-measure text-lg text-ink-soft">{m.account_goodbye_thanks()}</p>
    <ButtonLink href="/" variant="quiet" class="mt-8">
      {m.account_goodbye_home()}
    </ButtonLink>
  </section>
));

export const head: DocumentHead = () => ({
  title: m.account_goodbye_title(),
});
