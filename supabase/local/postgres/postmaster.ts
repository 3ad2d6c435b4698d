import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The process of the database whose cluster is in this folder. Throws where there is none. */
export function postmasterOf({ dataDir }: { dataDir: string }): number {
  const cluster = readdirSync(dataDir).find((name) => /^postgres-\d+$/.test(name)) ?? '';
  return Number.parseInt(readFileSync(join(dataDir, cluster, 'postmaster.pid'), 'utf8'), 10);
}
