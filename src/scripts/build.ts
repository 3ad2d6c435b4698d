import { rm } from 'node:fs/promises';
import { sourceHash, stampBuild } from './lib/build-stamp';
import { runBun } from './lib/bun-child';
import { compileMessages } from './lib/messages';

/**
 * Builds the browser's half to `dist/` and the server's to `server/`, beside each other, with one runtime: chunk names differ between
 * Node and Bun. Both read the messages, which are compiled before. docs/decisions/138.
 */
const sources = sourceHash();
await Promise.all([
  compileMessages(),
  ...['dist', 'server'].map((folder) => rm(folder, { recursive: true, force: true })),
]);
const env = { NODE_ENV: 'production' };
const said = await Promise.all(
  ['browser', 'server'].map((half) => runBun(['src/scripts/build-half.ts', half], env)),
);
process.stdout.write(said.join(''));
stampBuild(sources);
process.exit(0);
