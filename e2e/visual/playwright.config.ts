import { defineConfig } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../../src/scripts/lib/browser';

/** `bun run visual`: /design as it was when somebody last looked at it. docs/decisions/137-a-baseline-without-fonts.md. */
export default defineConfig({
  testDir: '.',
  testMatch: 'design.ts',
  outputDir: '../../test-results/visual',
  snapshotPathTemplate: '{testDir}/baseline/{arg}{ext}',
  globalSetup: './global-setup.ts',
  workers: 2,
  fullyParallel: true,
  timeout: 120_000,
  reporter: 'list',
  expect: {
    timeout: 30_000, // a picture is taken twice, and a machine may have better things to do
    // Another Chromium smooths edges in another way: its own pixels, and few of them. A colour or a measure is many.
    toHaveScreenshot: { threshold: 0.2, maxDiffPixelRatio: 0.003, animations: 'disabled', caret: 'hide' },
  },
  use: {
    launchOptions: {
      executablePath: findBrowser(),
      args: [...BROWSER_FLAGS, '--font-render-hinting=none', '--disable-lcd-text'],
    },
    locale: 'en-GB',
    bypassCSP: true, // for the one style that this test adds
  },
});
