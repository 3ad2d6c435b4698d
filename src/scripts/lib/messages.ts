import { existsSync } from 'node:fs';
import { runBun } from './bun-child';

const COMPILED = new URL('../../lib/i18n/paraglide/messages.js', import.meta.url);

/** Compiles the typed messages. Whoever reads them meanwhile may find half of them: one after the other. */
export async function compileMessages(): Promise<void> {
  await runBun(['src/scripts/messages.ts']);
}

/** Services have sentences, so that a script which calls one needs them, also in a clone in which nothing was built yet. */
export async function requireMessages(): Promise<void> {
  if (!existsSync(COMPILED)) await compileMessages();
}
