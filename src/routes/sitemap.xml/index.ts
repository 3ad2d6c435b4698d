import type { RequestHandler } from '@builder.io/qwik-city';
import { sitemapXml } from '~/lib/pages/public-pages';
import { PUBLIC_ORIGIN } from '~/lib/public-origin.server';

export const onGet: RequestHandler = ({ cacheControl, headers, send }) => {
  cacheControl({ public: true, maxAge: 3600 });
  headers.set('Content-Type', 'application/xml; charset=utf-8');
  send(200, sitemapXml(PUBLIC_ORIGIN));
};
