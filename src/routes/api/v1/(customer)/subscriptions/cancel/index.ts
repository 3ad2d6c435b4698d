import type { RequestHandler } from '@builder.io/qwik-city';
import { cancelSubscription } from '~/features/billing/billing.api';
import * as BillingService from '~/features/billing/billing.service';
import { endpoint } from '~/lib/api/endpoint';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';

export const onPost: RequestHandler = endpoint(cancelSubscription, ({ body, key }, event) =>
  BillingService.cancelSubscription(getActor(event), { ...body, key }, visitOf(event)),
);
