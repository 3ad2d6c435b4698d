import type { RequestHandler } from '@builder.io/qwik-city';

/** The process answers. Says nothing of what it depends on: a restart would not bring the database back. */
export const onGet: RequestHandler = ({ headers, json }) => {
  headers.set('Cache-Control', 'no-store');
  json(200, { status: 'live' });
};
