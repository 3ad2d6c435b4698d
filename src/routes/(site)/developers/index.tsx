import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeLoader$ } from '@builder.io/qwik-city';
import { ButtonLink } from '~/components/button-link';
import { API_ROOT } from '~/lib/api/openapi';
import { referenceOf } from '~/lib/api/reference';
import { ENV } from '~/lib/env.server';
import * as m from '~/lib/i18n/paraglide/messages';
import { OPERATIONS } from '../../api/operations';
import { Basics } from './basics';
import { OperationEntry } from './operation-entry';

export const useReference = routeLoader$(({ url }) => ({
  root: (ENV.ORIGIN ?? url.origin) + API_ROOT,
  entries: OPERATIONS.map(referenceOf),
}));

export default component$(() => {
  const { root, entries } = useReference().value;
  return (
    <div class="mx-auto w-full max-w-6xl px-4 py-10 sm:px-8 sm:py-14">
      <h1 class="text-3xl sm:text-4xl">{m.site_api_title()}</h1>
      <p class="mt-4 max-w-measure text-lg text-ink-soft">{m.site_api_lead()}</p>
      <ButtonLink href="/api/openapi.json" variant="quiet" class="mt-6">
        {m.site_api_document()}
      </ButtonLink>
      <Basics root={root} />
      <h2 class="mt-14 text-2xl">{m.site_api_operations()}</h2>
      {entries.map((entry) => (
        <OperationEntry key={entry.id} entry={entry} />
      ))}
    </div>
  );
});

export const head: DocumentHead = () => ({
  title: m.site_api_title(),
  meta: [{ name: 'description', content: m.site_api_lead() }],
});
