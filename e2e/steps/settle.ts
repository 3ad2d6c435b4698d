import type { Page } from '@playwright/test';

/** Until the colours of the other theme stand: even a millisecond of transition is drawn by a busy machine in its own time. */
export function settle(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}
