import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { postgresOf, requireBinaries } from '../../../../supabase/local/postgres/binaries';
import { runBun, type Variables } from '../bun-child';
import type { Finding } from './bank/audit';

const run = promisify(execFile);

/** What `bun run ledger:verify` says of the ledger. */
export async function verifyByScript(variables: Variables): Promise<Finding> {
  const promise = 'ledger:verify';
  const said = runBun(['src/scripts/ledger-verify.ts'], variables);
  return said.then(
    () => ({ promise, checked: 1, wrong: [] }),
    (error: Error) => ({
      promise,
      checked: 1,
      wrong: linesOf(error.message).filter((line) => !line.includes('✓')),
    }),
  );
}

/** What `pg_amcheck` says of every table and index of the database. */
export async function checkFiles({ DIRECT_URL = '' }: Variables): Promise<Finding> {
  const { hostname, port, username, password, pathname } = new URL(DIRECT_URL);
  // The server on the PATH may be a link; what belongs to it is where it really stands.
  const server = realpathSync(postgresOf(requireBinaries('system')));
  const binary = join(dirname(server), 'pg_amcheck');
  const flags = ['-h', hostname, '-p', port, '-U', username, '--install-missing', '--heapallindexed'];
  const said = run(binary, [...flags, pathname.slice(1)], { env: { ...process.env, PGPASSWORD: password } });
  const promise = 'pg_amcheck';
  return said.then(
    ({ stdout }) => ({ promise, checked: 1, wrong: linesOf(stdout) }),
    ({ message, stdout }: Error & { stdout?: string }) => ({
      promise,
      checked: 1,
      wrong: linesOf(`${message}\n${stdout ?? ''}`),
    }),
  );
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}
