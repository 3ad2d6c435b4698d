import { component$ } from '@builder.io/qwik';
import { Button } from '~/components/button';
import { NextField } from '~/components/next-field';
import { PROVIDER_NAMES } from '~/lib/auth-providers';
import * as m from '~/lib/i18n/paraglide/messages';
import { useProviders } from './layout';

/** One button for each other site that is set up; nothing where none is. A form of the browser's own: it leaves the site. */
export const ProviderButtons = component$<{ posted?: FormData }>(({ posted }) => {
  const providers = useProviders().value;
  if (providers.length === 0) return null;
  return (
    <form method="post" action="/auth/provider" class="grid gap-3">
      <NextField posted={posted} />
      {providers.map((provider) => (
        <Button key={provider} name="provider" value={provider} variant="quiet">
          {m.auth_provider_continue({ name: PROVIDER_NAMES[provider] })}
        </Button>
      ))}
    </form>
  );
});
