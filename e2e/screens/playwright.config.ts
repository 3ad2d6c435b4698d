import { defineConfig } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../../src/scripts/lib/browser';

/** `bun run screens`: pictures for people to look at, of the built server with the seed's data. Proves nothing by itself. */
export default defineConfig({
  testDir: '.',
  testMatch: 'screens.ts',
  outputDir: '../../test-results/screens',
  globalSetup: '../support/global-setup.ts',
  workers: 2,
  fullyParallel: true,
  timeout: 120_000,
  reporter: 'list',
  use: { launchOptions: { executablePath: findBrowser(), args: BROWSER_FLAGS } },
});
