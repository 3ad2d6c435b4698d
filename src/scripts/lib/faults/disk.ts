import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '~/lib/errors';
import type { Scene } from './scenarios';

const SIZE = '300m';
const PIECE = Buffer.alloc(64 * 1024);

/** Puts a small file system into a folder. Answers how it is taken away. Throws a sentence where that is not allowed. */
export function mountSmall(folder: string): () => void {
  if (process.getuid?.() !== 0) {
    throw new AppError('forbidden', 'A small file system can only be mounted by root: run this one as root.');
  }
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0711`, 'tmpfs', folder]);
  return () => execFileSync('umount', ['--lazy', folder]);
}

/** Takes all the room that is left, and has the database want some: its log wants a new segment. */
export async function fillDisk({ shape, owner }: Scene): Promise<() => Promise<void>> {
  const ballast = join(shape.folder, 'ballast');
  fill(ballast);
  await owner
    .unsafe(
      `create table public.wants_room as select repeat(md5(n::text), 60) from generate_series(1, 40000) as n`,
    )
    .catch(() => undefined);
  fill(ballast);
  return async () => rmSync(ballast);
}

function fill(file: string): void {
  const open = openSync(file, 'a');
  try {
    for (;;) writeSync(open, PIECE);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(open);
  }
}
