import { AppError } from '~/lib/errors';
import { aptInstall, canAptInstall } from './apt';
import { findBrowser, findShell } from './browser';
import { runBun } from './bun-child';

const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js';

/**
 * Finds a headless shell, or gets one: Playwright's own build, else the distribution's where we are root. Where neither
 * can be had, a whole browser of this machine does. Returns its path.
 * Throws an `AppError` that says what to install by hand.
 */
export async function requireBrowser(): Promise<string> {
  for (const way of [installPlaywrights, installDistributions]) {
    const found = findShell();
    if (found) return found;
    await way().catch(() => undefined);
  }
  const found = findBrowser();
  if (found) return found;
  throw new AppError('unavailable', 'No Chromium: install Chrome or Chromium, or set CHROMIUM_PATH to one.');
}

async function installPlaywrights(): Promise<void> {
  const libraries = canAptInstall() ? ['--with-deps'] : [];
  await runBun(['--bun', PLAYWRIGHT, 'install', '--only-shell', ...libraries, 'chromium']);
}

async function installDistributions(): Promise<void> {
  if (canAptInstall()) await aptInstall(['chromium-headless-shell']);
}
