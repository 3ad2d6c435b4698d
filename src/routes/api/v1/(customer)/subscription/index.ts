import type { RequestHandler } from '@builder.io/qwik-city';
import { readSubscription } from '~/features/billing/billing.api';
import * as BillingService from '~/features/billing/billing.service';
import { endpoint } from '~/lib/api/endpoint';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';

export const onGet: RequestHandler = endpoint(readSubscription, async (_, event) => {
  const subscription = await BillingService.findLiveSubscription(getActor(event));
  if (!subscription) throw new AppError('not_found', m.billing_subscription_missing());
  return subscription;
});
