import { defineConfig } from '@playwright/test';

/** `bun run attack`: all of what `check` tries slices of, on a site of its own, one after the other, because answers are timed. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.attack.ts',
  outputDir: '../../test-results/attacks',
  globalSetup: '../support/global-setup.ts',
  workers: 1,
  timeout: 60 * 60_000,
  reporter: 'list',
});
