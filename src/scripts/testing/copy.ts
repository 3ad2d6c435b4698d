import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAnswered, reservePort } from '../lib/app-port';

const NEEDED = [
  'src',
  'supabase',
  'public',
  'dist',
  'server',
  'package.json',
  'bun.lock',
  'tsconfig.json',
  'vite.config.ts',
  'bunfig.toml',
  '.env.example',
];
/** What a clone has not: scripts make it when it is missing. */
const GENERATED = /^src\/lib\/(i18n\/paraglide|types)(\/|$)|project\.inlang\/(?!settings\.json)/;
/** Vite does not build through a linked node_modules. The build that was copied is of these sources, whoever is typing. */
const KEEP_BUILD =
  "import { sourceHash, stampBuild } from './src/scripts/lib/build-stamp'; stampBuild(sourceHash())";
const READY = 'Ctrl-C stops everything';
const PATIENCE_MS = 90_000;

/** A folder with the repository in it as a stranger has it after `bun install`: no `.env`, no data. */
export interface Copy {
  folder: string;
  /** Ports of its own, in the names of `.env`. */
  ports: Record<string, string>;
  /** The owner's way into its database. */
  directUrl: string;
  run(script: 'up' | 'start', env?: Record<string, string>): Run;
  /** Ends every run of it, waits until nothing answers any more, and takes the folder away. */
  remove(): Promise<void>;
}

export interface Run {
  pid: number;
  said(): string;
  /** Resolves when the block stands there. Throws what was said when the script ends before that. */
  untilUp(): Promise<void>;
  /** The value of a line of the block. */
  row(label: string): string;
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void;
  exited: Promise<number | null>;
}

export async function copyRepository(): Promise<Copy> {
  const folder = mkdtempSync(join(tmpdir(), 'alcazar-copy-'));
  // mkdtemp makes it private; as root, the database runs as somebody else and has to pass through.
  chmodSync(folder, 0o755);
  const filter = (path: string) => !GENERATED.test(path.replaceAll('\\', '/'));
  for (const name of NEEDED) cpSync(name, join(folder, name), { recursive: true, filter });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  execFileSync(process.execPath, ['-e', KEEP_BUILD], { cwd: folder });
  const ports = await freePorts();
  const runs: Run[] = [];
  return {
    folder,
    ports,
    directUrl: `postgres://postgres:postgres@127.0.0.1:${ports.LOCAL_DB_PORT}/postgres`,
    run(script, env = {}) {
      const started = run(folder, script, { ...ports, ...env });
      runs.push(started);
      return started;
    },
    async remove() {
      for (const { signal } of runs) signal('SIGKILL');
      await Promise.all(runs.map(({ exited }) => exited));
      await stillAnswering(ports);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What still answers on the ports of a copy; a moment is given to those that are about to end. */
export async function stillAnswering(ports: Record<string, string>): Promise<string[]> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const answers = await Promise.all(
      Object.values(ports).map((port) => isAnswered(Number(port), '127.0.0.1')),
    );
    const open = Object.keys(ports).filter((_, index) => answers[index]);
    if (open.length === 0 || Date.now() > deadline) return open;
    await sleep(50);
  }
}

async function freePorts(): Promise<Record<string, string>> {
  const names = [
    'PORT',
    'LOCAL_POOLER_PORT',
    'LOCAL_DB_PORT',
    'LOCAL_API_PORT',
    'LOCAL_MAIL_PORT',
    'LOCAL_SMTP_PORT',
  ];
  const reserved = await Promise.all(names.map(() => reservePort(0, '127.0.0.1')));
  await Promise.all(reserved.map(({ release }) => release()));
  return Object.fromEntries(names.map((name, index) => [name, String(reserved[index]?.port)]));
}

function run(folder: string, script: string, env: Record<string, string>): Run {
  const child = spawn(process.execPath, [join(folder, 'src/scripts', `${script}.ts`)], {
    cwd: folder,
    // As a stranger's shell has it: nothing of this test run, whose own stack may be in the environment.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  let isOver = false;
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve)).finally(() => {
    isOver = true;
  });
  return {
    pid: child.pid ?? 0,
    said: () => text,
    exited,
    async untilUp() {
      const deadline = Date.now() + PATIENCE_MS;
      while (!text.includes(READY) && !isOver && Date.now() < deadline) await sleep(20);
      if (!text.includes(READY)) throw new Error(`It is not up:\n${text}`);
    },
    row: (label) => new RegExp(`^  ${label} +(\\S+)`, 'm').exec(text)?.[1] ?? '',
    signal: (name) => child.kill(name),
  };
}
