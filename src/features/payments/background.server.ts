import { ENV } from '~/lib/env.server';
import { type Loop, startLoop } from '~/lib/loop/loop';
import { newWaker } from '~/lib/loop/waker';
import { handleDue } from './inbox.service';
import { deliverTestWebhooks } from './test-provider/deliver';
import { testWebhookWaker } from './test-provider/wake';

/**
 * Begins to handle the events that could not be handled when they came, and to deliver the test provider's where that is in
 * use. Guide 22.
 */
export function startPayments(): Loop {
  const loops = [startLoop('webhook.handling', () => handleDue(new Date()), newWaker())];
  if (ENV.PAYMENT_PROVIDER === 'test') {
    const tell = (stopping: AbortSignal) => deliverTestWebhooks(new Date(), stopping);
    loops.push(startLoop('payments.test_delivery', tell, testWebhookWaker));
  }
  return { stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))) };
}
