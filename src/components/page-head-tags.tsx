import { component$ } from '@builder.io/qwik';
import { useDocumentHead } from '@builder.io/qwik-city';
import * as m from '~/lib/i18n/paraglide/messages';

/** What a route says about itself with its `head` export: title (the name of the house is added), meta, links. */
export const PageHeadTags = component$(() => {
  const head = useDocumentHead();
  return (
    <>
      <title>{head.title ? `${head.title} · ${m.common_app_name()}` : m.common_app_name()}</title>
      {head.meta.map((meta) => (
        <meta key={meta.key ?? meta.name ?? meta.property} {...meta} />
      ))}
      {head.links.map((link) => (
        <link key={link.key ?? link.href} {...link} />
      ))}
    </>
  );
});
