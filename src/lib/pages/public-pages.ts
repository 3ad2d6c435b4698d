import { type Locale, locales } from '~/lib/i18n/locale';

/** The pages that are to be found: in the sitemap, by search engines, with an address in each language. All others say `noindex`. */
export const PUBLIC_PAGES = [
  '/',
  '/pricing',
  '/developers',
  '/login',
  '/login/code',
  '/signup',
  '/forgot-password',
] as const;

/** What only the signed-in, programs or one's own mails lead to. Nothing is secret by being named here: the guards decide. */
const NOT_TO_BE_CRAWLED = [
  '/account',
  '/admin',
  '/api/v1/',
  '/auth/',
  '/billing',
  '/dashboard',
  '/health/',
  '/logout',
  '/preferences',
  '/profile',
  '/reset-password',
  '/test-checkout/',
  '/wallet',
  '/webhooks/',
];

/** Is this one of the pages that are to be found? */
export function isPublicPage(path: string): boolean {
  return PUBLIC_PAGES.some((page) => page === path);
}

/** The page in a language: by this address whoever has chosen none reads it so, a search engine above all. Decision 135. */
export function pageIn(locale: Locale, page: string): string {
  return `${page}?lang=${locale}`;
}

export interface Alternate {
  hreflang: Locale | 'x-default';
  href: string;
}

/** All addresses of a public page: one a language, and the one that asks the browser. */
export function alternatesOf(origin: string, page: string): Alternate[] {
  return [
    ...locales.map((locale) => ({ hreflang: locale, href: origin + pageIn(locale, page) })),
    { hreflang: 'x-default', href: origin + page },
  ];
}

/** What crawlers are asked to leave alone, and where the pages are that are to be found. */
export function robotsTxt(origin: string): string {
  const rules = NOT_TO_BE_CRAWLED.map((path) => `Disallow: ${path}`);
  return ['User-agent: *', ...rules, '', `Sitemap: ${origin}/sitemap.xml`, ''].join('\n');
}

/** Every public page at each of its addresses, with all of them beside it, as search engines want it. */
export function sitemapXml(origin: string): string {
  const entries = PUBLIC_PAGES.flatMap((page) => {
    const alternates = alternatesOf(origin, page);
    const links = alternates.map(
      ({ hreflang, href }) => `<xhtml:link rel="alternate" hreflang="${hreflang}" href="${href}"/>`,
    );
    return alternates.map(({ href }) => `<url><loc>${href}</loc>${links.join('')}</url>`);
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ...entries,
    '</urlset>',
    '',
  ].join('\n');
}
