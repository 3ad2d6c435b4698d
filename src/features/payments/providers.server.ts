import { ENV } from '~/lib/env.server';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { loadOnce } from '~/lib/load-once';
import type { PaymentProvider, ProviderName } from './provider';

/** The provider that new checkouts go to; null where nobody takes cards. */
export const PROVIDER_IN_USE: ProviderName | null =
  ENV.PAYMENT_PROVIDER === 'none' ? null : ENV.PAYMENT_PROVIDER;

const loaded = loadOnce(open);

/**
 * The provider of that name, also one that is no longer in use and still has things to tell. Loaded when it is first asked
 * for: an app without Stripe's keys never loads Stripe's package. Throws `not_found` for one that is not configured.
 */
export function requireProvider(name: string): Promise<PaymentProvider> {
  if (!isConfigured(name)) return Promise.reject(new AppError('not_found', m.payments_no_provider()));
  return loaded(name);
}

function isConfigured(name: string): name is ProviderName {
  if (name === 'test') return ENV.PAYMENT_PROVIDER === 'test';
  return name === 'stripe' && ENV.STRIPE_SECRET_KEY !== undefined;
}

async function open(name: ProviderName): Promise<PaymentProvider> {
  if (name === 'test') return (await import('./test-provider/test-provider.server')).testProvider();
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_URL: api } = ENV;
  if (!secretKey || !webhookSecret)
    throw new Error('The environment lets no key of Stripe in without the other.');
  return (await import('./stripe/stripe-provider.server')).stripeProvider({ secretKey, webhookSecret, api });
}
