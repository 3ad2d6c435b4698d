import { defineConfig } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../src/scripts/lib/browser';

/**
 * Browser tests of the built server, run by Bun: docs/decisions/052-playwright-on-bun.md.
 * A test runs with JavaScript. One tagged @no-javascript runs without it, one tagged @either runs both ways.
 */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results/e2e',
  globalSetup: './support/global-setup.ts',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    launchOptions: { executablePath: findBrowser(), args: BROWSER_FLAGS },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'javascript', grepInvert: /@no-javascript/ },
    { name: 'no-javascript', grep: /@no-javascript|@either/, use: { javaScriptEnabled: false } },
  ],
});
