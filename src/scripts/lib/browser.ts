import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const SHELLS = ['chromium-headless-shell', 'chrome-headless-shell'];
const BROWSERS = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];
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

/**
 * The Chromium to test with: CHROMIUM_PATH, else a headless shell, else a whole browser. The shell has the same engine
 * without the windows around it, and needs half the time: docs/decisions/052-playwright-on-bun.md.
 */
export function findBrowser(): string | undefined {
  return findShell() ?? [downloaded(), ...onPath(BROWSERS), MAC].find(isThere);
}

/** CHROMIUM_PATH, else a headless shell: Playwright's own, or one that is installed here. */
export function findShell(): string | undefined {
  return [process.env.CHROMIUM_PATH, downloadedShell(), ...onPath(SHELLS)].find(isThere);
}

/** Playwright names the whole browser only. Its shell lies beside it, under the same revision. */
function downloadedShell(): string | undefined {
  const [, store, revision] = /^(.*)[/\\]chromium-(\d+)[/\\]/.exec(downloaded() ?? '') ?? [];
  return store && globSync(`${store}/chromium_headless_shell-${revision}/*/chrome-headless-shell{,.exe}`)[0];
}

/** Playwright throws on a platform it has no build for. */
function downloaded(): string | undefined {
  try {
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

function onPath(names: string[]): string[] {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
}

function isThere(path: string | undefined): boolean {
  return Boolean(path) && existsSync(path ?? '');
}
