import type { RequestHandler } from '@builder.io/qwik-city';
import { chooseLocale, isLocale } from '~/lib/i18n/locale';
import { isPublicPage } from '~/lib/pages/public-pages';
import { keepPreferences } from '~/lib/request/preferences';

/** The language of this request, before anything speaks. */
export const onRequest: RequestHandler = (event) => {
  const { cookie, locale, method, query, request, url } = event;
  const chosen = cookie.get('locale')?.value;
  locale(chooseLocale(chosen, request.headers.get('Accept-Language')));

  const asked = query.get('lang');
  if (isLocale(chosen) || !isLocale(asked) || method !== 'GET' || !isPublicPage(url.pathname)) return;
  // Kept, or the form on this page and the next page would be in another language than it. Decision 135.
  keepPreferences(event, { locale: asked });
};
