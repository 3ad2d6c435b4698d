import { ENV } from '~/lib/env.server';

/** Where the answer to a form of ours may lead: to the pages of Stripe, where that is configured, and to nobody else's. */
export const FORM_TARGETS: readonly string[] = ENV.STRIPE_SECRET_KEY
  ? ['https://checkout.stripe.com', 'https://billing.stripe.com']
  : [];
