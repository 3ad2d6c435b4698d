import { component$ } from '@builder.io/qwik';
import { type DocumentHead, type RequestHandler, routeLoader$ } from '@builder.io/qwik-city';
import { AuthShell } from '~/components/auth-shell';
import { buttonClass } from '~/components/button-style';
import { ProviderInput } from '~/features/auth/auth.input';
import { doorOf } from '~/features/auth/door';
import * as ProviderService from '~/features/auth/provider.service';
import { PROVIDER_NAMES } from '~/lib/auth-providers';
import { ENV } from '~/lib/env.server';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';

const KEY = 'provider';

export const onGet: RequestHandler = (event) => {
  throw event.redirect(302, '/login');
};

/**
 * Leaves for another site. A page that goes on by itself: `form-action` of our policy holds for every redirect that a form
 * leads to, so that an answer with a `Location` would be stopped at the border (decision 083).
 */
export const onPost: RequestHandler = async (event) => {
  const input = ProviderInput.safeParse(await event.parseBody()).data;
  if (!input || !ENV.AUTH_PROVIDERS.includes(input.provider)) {
    throw new AppError('not_found', 'There is no page at this address.');
  }
  const place = await ProviderService.beginSignIn(doorOf(event), input);
  event.headers.set('Refresh', `0; url=${place}`);
  event.sharedMap.set(KEY, { place, name: PROVIDER_NAMES[input.provider] });
};

export const usePlace = routeLoader$(
  ({ sharedMap }): { place: string; name: string } => sharedMap.get(KEY) ?? { place: '/login', name: '' },
);

export default component$(() => {
  const { place, name } = usePlace().value;
  return (
    <AuthShell title={m.auth_provider_leaving_title({ name })} lead={m.auth_provider_leaving_lead()}>
      <a href={place} class={buttonClass()}>
        {m.auth_provider_continue({ name })}
      </a>
    </AuthShell>
  );
});

export const head: DocumentHead = ({ resolveValue }) => ({
  title: m.auth_provider_leaving_title({ name: resolveValue(usePlace).name }),
});
