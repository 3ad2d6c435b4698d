import { component$ } from '@builder.io/qwik';
import { ButtonLink } from '~/components/button-link';
import * as m from '~/lib/i18n/paraglide/messages';

export default component$(() => (
  <section class="mx-auto max-w-6xl px-4 py-24 sm:px-8">
    <h1 class="max-w-2xl text-4xl">{m.site_motto()}</h1>
    <div class="mt-8 flex gap-3">
      <ButtonLink href="/signup" size="large">
        {m.site_create_account()}
      </ButtonLink>
      <ButtonLink href="/login" size="large" variant="quiet">
        {m.site_sign_in()}
      </ButtonLink>
    </div>
  </section>
));
