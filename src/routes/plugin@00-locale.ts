import type { RequestHandler } from '@builder.io/qwik-city';
import { chooseLocale } from '~/lib/i18n/locale';

/** The language of this request, before anything speaks. */
export const onRequest: RequestHandler = ({ cookie, locale, request }) => {
  locale(chooseLocale(cookie.get('locale')?.value, request.headers.get('Accept-Language')));
};
