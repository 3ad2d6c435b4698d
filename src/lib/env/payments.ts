import type { Problem, Variables } from './guide';
import { hostOf, isLoopback } from './hosts';
import { isUnfilled } from './placeholders';
import { staysOnThisMachine } from './this-machine';

/** What is wrong with Stripe's secret key. Repeats no piece of it. */
export function stripeKeyProblems(key: string): string[] {
  if (isUnfilled(key)) return ['still has a placeholder in brackets, it is not filled in yet'];
  if (key.startsWith('pk_')) return ['is the publishable key, and this must be the secret one'];
  if (key.startsWith('whsec_')) return ['is the secret of a webhook: it belongs into STRIPE_WEBHOOK_SECRET'];
  return /^[sr]k_(test|live)_\w+$/.test(key) ? [] : ['is neither a secret nor a restricted key of Stripe'];
}

/** What is wrong with the secret that Stripe signs its webhooks with. */
export function stripeWebhookSecretProblems(secret: string): string[] {
  if (isUnfilled(secret)) return ['still has a placeholder in brackets, it is not filled in yet'];
  return /^whsec_[\w+/=-]+$/.test(secret) ? [] : ['is not the signing secret of a webhook endpoint'];
}

/** Where an API is that speaks as Stripe's does. */
export interface StripeApi {
  host: string;
  port: number;
  protocol: 'http' | 'https';
}

/** What is wrong with the address of such an API: it hears the key and says what was paid, so it is on this machine. */
export function stripeApiProblems(raw: string): string[] {
  const host = hostOf(raw);
  if (host === undefined || !/^https?:/i.test(raw)) return ['is not a web address'];
  return isLoopback(host) ? [] : ['is not on this machine, and whoever answers there says what was paid'];
}

export function readStripeApi(url: string): StripeApi {
  const { hostname, port, protocol } = new URL(url);
  const isTls = protocol === 'https:';
  return { host: hostname, port: Number(port || (isTls ? 443 : 80)), protocol: isTls ? 'https' : 'http' };
}

/**
 * Who takes cards where nobody has said it: Stripe where its key is, the built-in test provider where everything is on this
 * machine, else nobody. So no copy of the app fills wallets in a database that others use with money that never was.
 */
export function withPaymentProvider(variables: Variables): Variables {
  if (variables.PAYMENT_PROVIDER !== undefined) return variables;
  if (variables.STRIPE_SECRET_KEY !== undefined) return { ...variables, PAYMENT_PROVIDER: 'stripe' };
  return staysOnThisMachine(variables) ? { ...variables, PAYMENT_PROVIDER: 'test' } : variables;
}

/** What no variable of the payments shows alone. */
export function paymentProblems(variables: Variables): Problem[] {
  const { PAYMENT_PROVIDER: provider, STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: secret } = variables;
  const problems: Problem[] = [];
  const say = (variable: string, wrong: string) => void problems.push({ variable, wrong });
  if (provider === 'test' && !staysOnThisMachine(variables))
    say(
      'PAYMENT_PROVIDER',
      'is test, which takes no money, and a host of this environment is not this machine',
    );
  if (provider === 'stripe' && !key) say('STRIPE_SECRET_KEY', 'is missing, and PAYMENT_PROVIDER is stripe');
  if (key && !secret)
    say('STRIPE_WEBHOOK_SECRET', 'is missing, and STRIPE_SECRET_KEY needs it to hear of payments');
  if (secret && !key) say('STRIPE_SECRET_KEY', 'is missing, and STRIPE_WEBHOOK_SECRET is nothing without it');
  if (key && /^[sr]k_live_/.test(key) && variables.NODE_ENV !== 'production')
    say('STRIPE_SECRET_KEY', 'is a live key, which would charge real cards outside of production');
  if (variables.STRIPE_API_URL && !/^[sr]k_test_/.test(key ?? ''))
    say('STRIPE_API_URL', 'stands in for Stripe, and that is for a test key alone');
  return problems;
}
