import type { RequestHandler } from '@builder.io/qwik-city';
import * as InboxService from '~/features/payments/inbox.service';
import { log } from '~/lib/log.server';
import { requestId } from '~/lib/request/context';

/**
 * What payment providers have to tell. Answered with success once it is stored, whatever comes of it afterwards: it is ours
 * to handle from then on. 400 for what the provider did not sign, 404 for one that we do not have, 503 while nothing can be
 * stored, so that it comes again. Machines send no cookie and no origin, and the front door lets such JSON in. Guide 22.
 */
export const onPost: RequestHandler = async (event) => {
  const { params, request, headers, send } = event;
  headers.set('Cache-Control', 'no-store');
  const knock = { body: await request.text(), headers: request.headers };
  const id = await InboxService.receive(params.provider ?? '', knock, new Date());
  if (id) {
    await InboxService.handle(id, new Date()).catch((err: unknown) => {
      log.warn('webhook.left_for_later', { id, requestId: requestId(event), err });
    });
  }
  throw send(200, 'stored');
};
