import { parseArgs } from 'node:util';
import { build } from 'vite';
import { precompress } from '~/lib/build/precompress';
import { keepTempFilesApart } from '~/lib/build/temp-folder';

/** Builds one half of the app: what browsers load to `dist/`, or the server to `server/`. Called by `build.ts`, once for each. */
const { positionals } = parseArgs({ allowPositionals: true });
const isServer = positionals[0] === 'server';

keepTempFilesApart();
await build({ logLevel: 'warn', build: { ssr: isServer } });
if (!isServer) precompress('dist');
process.exit(0);
