import type { RequestHandler } from '@builder.io/qwik-city';
import { robotsTxt } from '~/lib/pages/public-pages';
import { PUBLIC_ORIGIN } from '~/lib/public-origin.server';

export const onGet: RequestHandler = ({ cacheControl, text }) => {
  cacheControl({ public: true, maxAge: 3600 });
  text(200, robotsTxt(PUBLIC_ORIGIN));
};
