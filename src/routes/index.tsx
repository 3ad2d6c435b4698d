import { component$ } from '@builder.io/qwik';
import { routeLoader$ } from '@builder.io/qwik-city';
import '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';

export const useName = routeLoader$(() => m.hello_name({ name: 'World' }));

export default component$(() => {
  const name = useName();
  return (
    <h1>
      {m.home_title()} {name.value}
    </h1>
  );
});
