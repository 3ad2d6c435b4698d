import { test as base, expect, type Page } from '@playwright/test';
import { watch } from './watch';

interface Options {
  /** Answers a test provokes on purpose: Chromium writes each 4xx and 5xx of a page into the console. */
  expectedStatuses: number[];
}

interface Fixtures {
  /** Somebody else in a browser of their own, watched like the first. */
  newVisitor(): Promise<Page>;
  /** What went wrong in any console so far. Empty at the end, or the test fails. */
  troubles: string[];
}

/** Playwright's `test`, at the built server, failing on any console error, exception or policy violation. */
export const test = base.extend<Options & Fixtures>({
  expectedStatuses: [[], { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
  baseURL: async ({}, use) => use(process.env.ORIGIN),

  // biome-ignore lint/correctness/noEmptyPattern: as above.
  troubles: async ({}, use) => {
    const troubles: string[] = [];
    await use(troubles);
    expect(troubles, 'what stood in the console').toEqual([]);
  },

  context: async ({ context, troubles, expectedStatuses }, use) => {
    await watch(context, troubles, { statuses: expectedStatuses });
    await use(context);
  },

  newVisitor: async ({ browser, troubles, expectedStatuses }, use) => {
    const opened: Page[] = [];
    await use(async () => {
      const context = await browser.newContext();
      await watch(context, troubles, { statuses: expectedStatuses });
      const page = await context.newPage();
      opened.push(page);
      return page;
    });
    await Promise.all(opened.map((page) => page.context().close()));
  },
});

export { expect };
