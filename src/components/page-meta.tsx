import { component$ } from '@builder.io/qwik';
import { useDocumentHead } from '@builder.io/qwik-city';
import * as m from '~/lib/i18n/paraglide/messages';

/** Everything in <head> that depends on the page: pages export `head`, this draws it. */
export const PageMeta = component$(() => {
  const head = useDocumentHead();
  return (
    <>
      <title>{head.title ? `${head.title} · ${m.common_app_name()}` : m.common_app_name()}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      {head.meta.map((meta) => (
        <meta key={meta.key ?? meta.name} {...meta} />
      ))}
      {head.links.map((link) => (
        <link key={link.key ?? link.href} {...link} />
      ))}
    </>
  );
});
