import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from './scenario';

const PIECE = Buffer.alloc(64 * 1024);

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
