import type { Plugin } from 'vite';

const MANIFEST = '@qwik-client-manifest';

/**
 * Lets the server's half read where things are in the browser's half when it starts, instead of having it written into itself: so
 * neither has to wait for the other to be built. docs/decisions/138.
 */
export function manifestAtStart(): Plugin {
  return {
    name: 'alcazar-manifest-at-start',
    enforce: 'pre',
    apply: ({ build }, { command }) => command === 'build' && Boolean(build?.ssr),
    resolveId: (id) => (id === MANIFEST ? `\0${MANIFEST}` : undefined),
    load: (id) => (id === `\0${MANIFEST}` ? READ_MANIFEST : undefined),
  };
}

const READ_MANIFEST = `
import { readFileSync } from 'node:fs';
export const manifest = JSON.parse(readFileSync(new URL('../dist/q-manifest.json', import.meta.url), 'utf8'));
`;
