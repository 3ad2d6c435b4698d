import { AppError } from '~/lib/errors';
import { aptInstall, canAptInstall } from './apt';
import { findBrowser } from './browser';
import { runBun } from './bun-child';

const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js';

/**
 * Finds a Chromium, or gets one: Playwright's own build, else the distribution's where we are root. Returns its path.
 * Throws an `AppError` that says what to install by hand.
 */
export async function requireBrowser(): Promise<string> {
  const ways = [
    () => runBun(['--bun', PLAYWRIGHT, 'install', ...(canAptInstall() ? ['--with-deps'] : []), 'chromium']),
    async () => canAptInstall() && aptInstall(['chromium']),
  ];
  for (const way of ways) {
    const found = findBrowser();
    if (found) return found;
    await way().catch(() => undefined);
  }
  const found = findBrowser();
  if (found) return found;
  throw new AppError('unavailable', 'No Chromium: install Chrome or Chromium, or set CHROMIUM_PATH to one.');
}
