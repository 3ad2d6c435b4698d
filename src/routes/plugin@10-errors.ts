import type { RequestEvent, RequestHandler } from '@builder.io/qwik-city';
import { AbortMessage } from '@builder.io/qwik-city/middleware/request-handler';
import { FAILED } from '~/lib/http/app';
import { dataForFailure, isDataRequest } from '~/lib/http/data-failure';
import { type Failure, failureOf, wantsPage } from '~/lib/http/failure';
import { plainFailure } from '~/lib/http/last-resort';
import { showFailure, shownFailure } from '~/lib/http/shown-failure';
import { log } from '~/lib/log.server';
import { requestId } from '~/lib/request/context';

/**
 * The error boundary, around every plugin, layout, loader, action and page after it: a refusal answers with its status, a
 * bug is logged with the request id and answers a calm 500. Guide 4.2, 8.
 */
export const onRequest: RequestHandler = async (ev) => {
  const known = shownFailure(ev);
  if (known) apply(ev, known);
  if (known && isDataRequest(ev)) throw await sendData(ev, known);
  try {
    await ev.next();
  } catch (error) {
    if (error instanceof AbortMessage) throw error; // a redirect, or an answer that is already on its way
    if (ev.headersSent) throw brokenOff(ev, error);
    const failure = failureOf(error);
    report(ev, failure, error);
    throw await answer(ev, failure);
  }
};

/** The page broke while it was rendered. The front door notices the mark and shows the error page instead. */
function brokenOff(ev: RequestEvent, error: unknown): unknown {
  ev.sharedMap.set(FAILED, true);
  return error;
}

function report(ev: RequestEvent, { status }: Failure, err: unknown): void {
  if (status < 500) return; // the user's matter, and the access log has it
  const fields = { requestId: requestId(ev), method: ev.method, path: ev.url.pathname, err };
  if (status === 503) log.warn('page.unavailable', fields);
  else log.error('page.failed', fields);
}

async function answer(ev: RequestEvent, failure: Failure): Promise<AbortMessage> {
  // The error page itself has failed.
  if (shownFailure(ev)) return sendPlain(ev, failure, true);
  apply(ev, failure);
  if (isDataRequest(ev)) return sendData(ev, failure);
  if (!wantsPage(ev.url.pathname, ev.request.headers.get('Accept'))) return sendPlain(ev, failure, false);
  showFailure(ev, failure);
  return ev.rewrite('/error');
}

/** What it brings itself would otherwise stand there twice: "Retry-After: 2, 2" is no number. */
function sendPlain(ev: RequestEvent, failure: Failure, isPage: boolean): AbortMessage {
  const response = plainFailure(failure, requestId(ev), isPage);
  for (const name of response.headers.keys()) ev.headers.delete(name);
  return ev.send(response);
}

async function sendData(ev: RequestEvent, failure: Failure): Promise<AbortMessage> {
  const { type, body } = await dataForFailure(ev, failure);
  ev.headers.set('Content-Type', type);
  return ev.send(failure.status, body);
}

function apply(ev: RequestEvent, { status, headers }: Failure): void {
  ev.status(status);
  for (const [name, value] of Object.entries(headers ?? {})) ev.headers.set(name, value);
}
