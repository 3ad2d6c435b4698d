import { constants, copyFileSync } from 'node:fs';

/** Writes `.env` from `.env.example` when there is none. True when it did; an existing file is never touched. */
export function writeEnvFile(): boolean {
  try {
    copyFileSync('.env.example', '.env', constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
