import type { RequestHandler } from '@builder.io/qwik-city';
import { payInvoice } from '~/features/billing/billing.api';
import * as BillingService from '~/features/billing/billing.service';
import { endpoint } from '~/lib/api/endpoint';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';

export const onPost: RequestHandler = endpoint(payInvoice, ({ key }, event) => {
  const { number = '' } = event.params;
  return BillingService.payInvoice(getActor(event), { number, key }, visitOf(event));
});
