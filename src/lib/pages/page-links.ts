import type { DocumentHeadValue } from '@builder.io/qwik-city';
import { currentLocale, formatTag, isLocale, locales } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { alternatesOf, isPublicPage, pageIn } from './public-pages';

/** The card that a shared link shows, as `src/scripts/draw.ts` draws it. */
const CARD = { path: '/social-card.png', width: '1200', height: '630', type: 'image/png' };

type Shown = { url: URL; title: string; origin: string | null };

/**
 * What a page tells search engines and whoever shares it: where it is, in which languages, and its card. A page that is
 * not to be found says so. Without a configured address there is none to give.
 */
export function pageLinks({ url, title, origin }: Shown): DocumentHeadValue {
  const page = url.pathname;
  if (!isPublicPage(page)) return { meta: [{ name: 'robots', content: 'noindex' }] };
  const about = [
    { property: 'og:type', content: 'website' },
    { property: 'og:site_name', content: m.common_app_name() },
    { property: 'og:title', content: title || m.common_app_name() },
    ...languageTags(),
  ];
  if (!origin) return { meta: about };
  const asked = url.searchParams.get('lang');
  // What else the query says is a view of the page, and no page of its own.
  const address = origin + (isLocale(asked) ? pageIn(asked, page) : page);
  const alternates = alternatesOf(origin, page).map((link) => ({
    key: link.hreflang,
    rel: 'alternate',
    ...link,
  }));
  return {
    meta: [...about, ...cardTags(origin, address)],
    links: [{ rel: 'canonical', key: 'canonical', href: address }, ...alternates],
  };
}

function languageTags() {
  const tagOf = (locale: (typeof locales)[number]) => formatTag(locale).replace('-', '_');
  const others = locales.filter((locale) => locale !== currentLocale());
  return [
    { property: 'og:locale', content: tagOf(currentLocale()) },
    ...others.map((locale) => ({ property: 'og:locale:alternate', content: tagOf(locale) })),
  ];
}

function cardTags(origin: string, address: string) {
  return [
    { property: 'og:url', content: address },
    { property: 'og:image', content: origin + CARD.path },
    { property: 'og:image:type', content: CARD.type },
    { property: 'og:image:width', content: CARD.width },
    { property: 'og:image:height', content: CARD.height },
    { property: 'og:image:alt', content: m.site_motto() },
    { name: 'twitter:card', content: 'summary_large_image' },
  ];
}
