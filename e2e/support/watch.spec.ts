import { test } from './test';

// Each of these is expected to fail, and it is a failure when one does not: this is how the watch is watched.
test.describe('a test fails', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/');
  });

  test('when something writes an error to the console', async ({ page }) => {
    test.fail();
    await page.evaluate(() => console.error('seen'));
  });

  test('when nobody catches an exception', async ({ page }) => {
    test.fail();
    const thrown = page.waitForEvent('pageerror');
    await page.evaluate(() => queueMicrotask(() => JSON.parse('{')));
    await thrown;
  });

  test('when the policy refuses an inline handler', async ({ page }) => {
    test.fail();
    await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<p onclick="void 0">'));
  });

  test('when a page is not there and nobody said so', async ({ page }) => {
    test.fail();
    await page.goto('/there-is-no-such-page');
  });

  test('when the console of a second visitor has an error', async ({ newVisitor }) => {
    test.fail();
    const page = await newVisitor();
    await page.evaluate(() => console.error('seen'));
  });
});

test.describe('a test passes', () => {
  test.use({ expectedStatuses: [404] });

  test('when the status was expected', async ({ page }) => {
    await page.goto('/there-is-no-such-page');
  });
});
