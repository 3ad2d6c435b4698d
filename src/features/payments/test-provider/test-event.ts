import { z } from 'zod';
import type { PaymentFact, Statement } from '../provider';

/** A name that it has made up. */
const name = z.string().regex(/^[\w.-]{1,100}$/);

/** What the test provider says. Amounts are text: JSON has no numbers that hold every amount. */
const TestEvent = z.object({
  id: name,
  type: name,
  created: z.iso.datetime().transform((text) => new Date(text)),
  order: z.guid(),
  payment: name.nullable(),
  amount: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(BigInt),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

export type TestEvent = z.infer<typeof TestEvent>;

/** A body of ours as it was written by `writeTestEvent`. Throws for any other. */
export function readTestEvent(body: string): TestEvent {
  return TestEvent.parse(JSON.parse(body));
}

export function writeTestEvent({ created, amount, ...event }: TestEvent): string {
  return JSON.stringify({ ...event, created: created.toISOString(), amount: amount.toString() });
}

/** What an event means to the app; null for a type that it has no use for, such as `checkout.opened`. */
export function statementOf(event: TestEvent): Statement | null {
  const fact = FACTS[event.type]?.(event);
  return fact ? { fact, about: { checkoutId: event.order } } : null;
}

const FACTS: Record<string, (event: TestEvent) => PaymentFact> = {
  'checkout.paid': ({ created, payment, amount, currency }) => ({
    kind: 'paid',
    at: created,
    payment: payment ?? '',
    amount,
    currency,
    customer: null,
  }),
  'checkout.declined': () => ({ kind: 'ended', how: 'declined' }),
  'checkout.cancelled': () => ({ kind: 'ended', how: 'cancelled' }),
  'payment.refunded': ({ amount }) => ({ kind: 'refunded', total: amount }),
  'payment.disputed': ({ amount }) => ({ kind: 'disputed', amount }),
  'payment.dispute_won': () => ({ kind: 'dispute_won' }),
};
