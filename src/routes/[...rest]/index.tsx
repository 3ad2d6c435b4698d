import { component$ } from '@builder.io/qwik';
import type { RequestHandler } from '@builder.io/qwik-city';
import { AppError } from '~/lib/errors';

/** Every address that no other route has: the error page, with status 404. */
export const onRequest: RequestHandler = () => {
  throw new AppError('not_found', 'There is no page at this address.');
};

/** Never drawn. It makes this a page route, so that the router in the browser asks for its data and learns of the 404. */
export default component$(() => null);
