import { newWaker } from '~/lib/loop/waker';

/** Whoever queues a mail wakes the delivery of this process. */
export const mailWaker = newWaker();
