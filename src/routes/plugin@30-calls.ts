import type { RequestHandler } from '@builder.io/qwik-city';
import { AppError } from '~/lib/errors';
import { shownFailure } from '~/lib/http/shown-failure';
import { allowedMethods, hasAction, isEndpoint, matchedModules } from '~/lib/request/route-modules';

/**
 * What may be called. `server$` functions and global actions answer at every address without the guard of its layout, so
 * neither exists here: the first is refused by its parameter, the second because an action must belong to the page it is
 * posted to. A method that a route has no answer for is refused, where Qwik City would render the page.
 */
export const onRequest: RequestHandler = (ev) => {
  const { headers, method, query, request } = ev;
  if (shownFailure(ev)) return; // the error page answers whatever was asked
  if (query.has('qfunc')) {
    query.delete('qfunc'); // or the way to the error page would lead past it again
    throw noSuchCall();
  }

  const modules = matchedModules(ev);
  const allowed = allowedMethods(modules);
  if (!allowed) return;
  headers.set('Allow', allowed.join(', '));
  if (method === 'OPTIONS') throw ev.send(204, '');
  if (!allowed.includes(method)) throw ev.error(405, 'This address does not take that method.');
  headers.delete('Allow');
  if (method !== 'POST' || isEndpoint(modules)) return;
  if (!hasAction(modules, query.get('qaction'))) throw noSuchCall();
  // The front door has looked into every body; one without a type is empty, and no action can be called with nothing.
  if (!request.headers.has('Content-Type')) throw new AppError('invalid', 'Nothing was sent.');
};

function noSuchCall(): AppError {
  return new AppError('not_found', 'There is nothing to call at this address.');
}
