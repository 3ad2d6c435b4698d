import type { RequestEvent, RequestHandler } from '@builder.io/qwik-city';
import { AbortMessage } from '@builder.io/qwik-city/middleware/request-handler';
import { FAILED } from '~/lib/http/app';
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
  try {
    applyFailure(ev, shownFailure(ev));
    await ev.next();
  } catch (error) {
    if (error instanceof AbortMessage) throw error; // a redirect, or an answer that is already on its way
    if (ev.headersSent) return giveUp(ev, error);
    const failure = failureOf(error);
    report(ev, failure, error);
    throw answer(ev, failure);
  }
};

/** The page broke while it was rendered. The front door notices the mark and shows the error page instead. */
function giveUp(ev: RequestEvent, error: unknown): never {
  ev.sharedMap.set(FAILED, true);
  throw error;
}

function report(ev: RequestEvent, { status }: Failure, err: unknown): void {
  if (status < 500) return; // the user's matter, and the access log has it
  const fields = { requestId: requestId(ev), method: ev.method, path: ev.url.pathname, err };
  if (status === 503) log.warn('page.unavailable', fields);
  else log.error('page.failed', fields);
}

function answer(ev: RequestEvent, failure: Failure): AbortMessage {
  // The error page itself has failed.
  if (shownFailure(ev)) return ev.send(plainFailure(failure, requestId(ev), true));
  if (isData(ev)) return sendReload(ev, failure);
  if (!wantsPage(ev.request.headers.get('Accept')))
    return ev.send(plainFailure(failure, requestId(ev), false));
  showFailure(ev, failure);
  return ev.rewrite('/error');
}

function isData(ev: RequestEvent): boolean {
  return new URL(ev.request.url).pathname.endsWith('/q-data.json');
}

/** The router in the browser takes anything but JSON as "load the page itself", and so comes to the error page. */
function sendReload(ev: RequestEvent, failure: Failure): AbortMessage {
  applyFailure(ev, failure);
  return ev.text(failure.status, failure.code);
}

function applyFailure(ev: RequestEvent, failure: Failure | undefined): void {
  if (!failure) return;
  ev.status(failure.status);
  for (const [name, value] of Object.entries(failure.headers ?? {})) ev.headers.set(name, value);
}
