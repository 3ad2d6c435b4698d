import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** For a machine without a screen, and without a word to anybody outside. As root the sandbox can not be had. */
export const BROWSER_FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium to test with: CHROMIUM_PATH, else the one Playwright has downloaded, else one installed here. */
export function findBrowser(): string | undefined {
  const onPath = (process.env.PATH ?? '')
    .split(':')
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env.CHROMIUM_PATH, downloaded(), ...onPath, MAC].find((path) => path && existsSync(path));
}

/** Playwright throws on a platform it has no build for. */
function downloaded(): string | undefined {
  try {
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}
