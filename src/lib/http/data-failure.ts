import { _serializeData } from '@builder.io/qwik';
import type { RequestEventBase } from '@builder.io/qwik-city';
import { requestId } from '~/lib/request/context';
import type { Failure } from './failure';
import { sentenceFor } from './failure-words';

type Event = Pick<RequestEventBase, 'platform' | 'query' | 'request' | 'sharedMap' | 'url'>;

/** Does the router in the browser ask, and not a reader? It wants the data of a page, or posts a form in place. */
export function isDataRequest({ request }: Pick<Event, 'request'>): boolean {
  return new URL(request.url).pathname.endsWith('/q-data.json');
}

/**
 * What the router in the browser gets in place of data. A form that was posted stays as it is, and gets the sentence where
 * it shows its refusals (`formErrors`); for the data of a page the router takes anything but JSON as "load the page
 * itself", and so comes to the error page.
 */
export async function dataForFailure(ev: Event, failure: Failure): Promise<{ type: string; body: string }> {
  const action = ev.query.get('qaction');
  if (!action) return { type: 'text/plain; charset=utf-8', body: failure.code };
  const answer = { failed: true, formErrors: [sentenceFor(failure, requestId(ev))] };
  const data = { loaders: { [action]: answer }, action, status: failure.status, href: pageAddress(ev.url) };
  return { type: 'application/json; charset=utf-8', body: await _serializeData(data, true) };
}

/** As the reader sees it: another address would be taken for a redirect. */
function pageAddress({ pathname, search }: URL): string {
  const query = search.slice(1).replaceAll(/&?qaction=[^&]*/g, '');
  return pathname + (query && `?${query}`);
}
