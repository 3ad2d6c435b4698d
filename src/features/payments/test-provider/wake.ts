import { newWaker } from '~/lib/loop/waker';

/** Whoever leaves a webhook of the test provider wakes its delivery. */
export const testWebhookWaker = newWaker();
