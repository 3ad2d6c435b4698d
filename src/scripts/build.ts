import { rm } from 'node:fs/promises';
import { build } from 'vite';
import { precompress } from '~/lib/build/precompress';
import { keepTempFilesApart } from '~/lib/build/temp-folder';
import { sourceHash, stampBuild } from './lib/build-stamp';

/** Builds the browser's half to `dist/` and the server's to `server/`, in one process of one runtime: chunk names differ between Node and Bun. */
process.env.NODE_ENV = 'production';
const sources = sourceHash();
keepTempFilesApart();
await Promise.all(['dist', 'server'].map((folder) => rm(folder, { recursive: true, force: true })));
await build({ logLevel: 'warn' });
// The server's half keeps its names: nobody downloads it, and a stack in the log is read by people.
await Promise.all([precompress('dist'), build({ logLevel: 'warn', build: { ssr: true, minify: false } })]);
stampBuild(sources);

// The message compiler's SDK leaves a timer behind that would hold the process for half a minute.
process.exit(0);
