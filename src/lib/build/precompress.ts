import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { TWIN } from '~/lib/http/assets';
import { contentTypeOf } from '~/lib/http/content-type';
import { isCompressible } from '~/lib/http/encoding';

/** A twin is kept when it saves at least this part of the file. */
const WORTH_IT = 0.9;

/**
 * Writes a brotli and a gzip twin beside each text file of the built site, once and at the highest level, so that no request waits
 * for it. Threads do the work: something else can go on meanwhile.
 */
export async function precompress(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && isCompressible(contentTypeOf(entry.name)));
  await Promise.all(files.map((entry) => writeTwins(join(entry.parentPath, entry.name))));
}

const BEST = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };

async function writeTwins(file: string): Promise<void> {
  const bytes = await readFile(file);
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, BEST),
    promisify(gzip)(bytes, { level: 9 }),
  ]);
  await Promise.all([keepTwin(file + TWIN.br, br, bytes), keepTwin(file + TWIN.gzip, gz, bytes)]);
}

async function keepTwin(path: string, compressed: Buffer, original: Buffer): Promise<void> {
  if (compressed.byteLength < original.byteLength * WORTH_IT) await writeFile(path, compressed);
}
