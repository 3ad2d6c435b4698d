import { eq } from 'drizzle-orm';
import { type Checkout, checkouts } from '~/features/payments/checkouts.schema';
import * as CheckoutsService from '~/features/payments/checkouts.service';
import * as InboxService from '~/features/payments/inbox.service';
import { writeTestEvent } from '~/features/payments/test-provider/test-event';
import {
  TEST_SIGNATURE_HEADER,
  TEST_WEBHOOK_SECRET,
} from '~/features/payments/test-provider/test-provider.server';
import { webhookEvents } from '~/features/payments/webhook-events.schema';
import { signWebhook } from '~/features/payments/webhook-signature';
import { db } from '~/lib/data/system';
import { aVisit } from './actors';
import type { TestUser } from './users';

type Owner = Pick<TestUser, 'id' | 'email'>;

/** A webhook as it stands before the door. */
export interface Knock {
  body: string;
  headers: Headers;
}

/** Somebody on their way to pay: from an address of their own, so that no test uses up another's tries. */
export async function beginTopUp(user: Owner, amount = 5_000n, now = new Date()): Promise<Checkout> {
  const input = { amount, currency: 'EUR' as const, key: crypto.randomUUID() };
  const { checkoutId } = await CheckoutsService.startTopUp(user, input, aVisit({ address: null, now }));
  return checkoutOf(checkoutId);
}

export async function checkoutOf(id: string): Promise<Checkout> {
  const [checkout] = await db.select().from(checkouts).where(eq(checkouts.id, id));
  if (!checkout) throw new Error(`There is no checkout ${id}.`);
  return checkout;
}

/** What the test provider would say of a checkout, signed, under a name of its own. */
export function knockOf(
  type: string,
  { id: order, amount, currency }: Pick<Checkout, 'id' | 'amount' | 'currency'>,
  given: Partial<{ id: string; amount: bigint; created: Date; payment: string }> = {},
): Knock {
  const event = { id: `evt_${crypto.randomUUID()}`, type, order, payment: `pay_${order}`, amount, currency };
  return signed(writeTestEvent({ ...event, created: new Date('2026-03-01T10:00:00Z'), ...given }));
}

export function signed(body: string, secret = TEST_WEBHOOK_SECRET, at = new Date()): Knock {
  const headers = new Headers({ [TEST_SIGNATURE_HEADER]: signWebhook(secret, body, at) });
  return { body, headers };
}

/** Takes a webhook in and handles it, as the route does. */
export async function tell(knock: Knock, database = db): Promise<void> {
  const id = await InboxService.receive('test', knock, new Date(), database);
  if (id) await InboxService.handle(id, new Date(), database);
}

/** Everything kept of the event with that name. */
export async function eventNamed({ body }: Knock) {
  const { id }: { id: string } = JSON.parse(body);
  return db.select().from(webhookEvents).where(eq(webhookEvents.eventId, id));
}
