import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { TWIN } from '~/lib/http/assets';
import { contentTypeOf } from '~/lib/http/content-type';
import { isCompressible } from '~/lib/http/encoding';

/** A twin is kept when it saves at least this part of the file. */
const WORTH_IT = 0.9;

/** Writes a brotli and a gzip twin beside each text file of the built site, once and at the highest level, so that no request waits for it. */
export function precompress(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !isCompressible(contentTypeOf(entry.name))) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    writeTwin(
      file + TWIN.br,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
      bytes,
    );
    writeTwin(file + TWIN.gzip, gzipSync(bytes, { level: 9 }), bytes);
  }
}

function writeTwin(path: string, compressed: Buffer, original: Buffer): void {
  if (compressed.byteLength < original.byteLength * WORTH_IT) writeFileSync(path, compressed);
}
