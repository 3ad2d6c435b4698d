import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Executed } from '../../src/lib/testing/counting-proxy';
import type { Load, Measured } from './load';

const run = promisify(execFile);

/** What is not the same in the next run: the key of the command, and the id of the transaction it makes. */
interface Changing {
  key: string;
  transactionId: string;
}

/** What one transfer asked of the database. */
export interface RecordedTransfer extends Changing {
  statements: Executed[];
}

const NEW_ID = 'md5((:run)::text)::uuid';

/** Turns what one transfer has asked of the database into a script that asks it again and again, as another command. */
export function pgbenchScript({ statements, ...changing }: RecordedTransfer): string {
  const lines = statements.map(({ text, values }) => {
    const said = text.replace(/\$(\d+)/g, (_, place) => written(values[Number(place) - 1] ?? null, changing));
    return said
      .replace(/\s+/g, ' ')
      .replace(/^(insert into "ledger_transactions" .* values \()default/, `$1${NEW_ID}`);
  });
  return ['\\set run random(1, 9000000000000000)', ...lines.map((line) => `${line};`), ''].join('\n');
}

function written(value: string | null, { key, transactionId }: Changing): string {
  if (value === null) return 'null';
  if (value === transactionId) return NEW_ID;
  if (!value.includes(key)) return quoted(value);
  const [before = '', after = ''] = value.split(key);
  return `(${quoted(before)} || (:run)::text || ${quoted(after)})`;
}

/** pgbench takes a colon for the beginning of a variable, in literals too. */
function quoted(text: string): string {
  return `E'${text.replace(/['\\:]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16)}`)}'`;
}

/** Debian keeps it out of the PATH. */
export function findPgbench(): string | undefined {
  return Bun.which('pgbench') ?? globSync('/usr/lib/postgresql/*/bin/pgbench').sort().at(-1);
}

/** Transactions a second, and not how long each took. Throws what pgbench says when a single one failed. */
export async function runPgbench(
  program: string,
  scripts: string[],
  { connections, seconds }: Load,
): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'alcazar-pgbench-'));
  const files = scripts.map((text, index) => {
    const file = join(folder, `${index}.sql`);
    writeFileSync(file, text);
    return file;
  });
  const url = new URL(process.env.DATABASE_URL ?? '');
  url.search = '';
  try {
    const { stdout } = await run(
      program,
      [
        ...['--no-vacuum', '--protocol=extended', `--client=${connections}`, `--time=${seconds}`],
        ...files.map((file) => `--file=${file}`),
        url.href,
      ],
      { maxBuffer: 10_000_000 },
    ).catch(({ stderr, stdout }) => {
      throw new Error(`pgbench: ${stderr || stdout}`);
    });
    const rate = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
    if (!rate || !/number of failed transactions: 0 /.test(stdout)) throw new Error(stdout);
    return { rate, times: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
