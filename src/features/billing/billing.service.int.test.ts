import { afterAll, expect, test } from 'vitest';
import { owner } from '~/lib/testing/owner';
import { signUp } from '~/lib/testing/users';
import * as BillingService from './billing.service';

afterAll(() => owner.end());

async function newPlan() {
  const id = `plan-${crypto.randomUUID()}`;
  await owner`insert into public.plans (id, name, amount, currency, interval) values (${id}, 'Torre', 4900, 'EUR', 'month')`;
  return id;
}

async function subscribe(userId: string, planId: string, status: 'active' | 'cancelled') {
  const cancelledAt = status === 'cancelled' ? new Date() : null;
  await owner`
    insert into public.subscriptions (user_id, plan_id, status, start_date, cancelled_at)
    values (${userId}, ${planId}, ${status}, now(), ${cancelledAt})`;
}

test('the live subscription comes with its plan; one that has ended is none, and nobody sees another’s', async () => {
  const [ana, bea] = await Promise.all([signUp(), signUp()]);
  const planId = await newPlan();
  expect(await BillingService.findLiveSubscription(ana)).toBeNull();

  await subscribe(ana.id, planId, 'cancelled');
  expect(await BillingService.findLiveSubscription(ana)).toBeNull();

  await subscribe(ana.id, planId, 'active');
  expect(await BillingService.findLiveSubscription(ana)).toMatchObject({
    status: 'active',
    plan: { id: planId, name: 'Torre', amount: 4900n, currency: 'EUR', interval: 'month' },
  });
  expect(await BillingService.findLiveSubscription(bea)).toBeNull();
});
