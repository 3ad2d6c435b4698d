import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { commandOf, startOf } from '../../../supabase/local/process-table';

const EVERY_MS = 1000;
const PACKAGE_RUNNER = /^(\S*\/)?(npm|npx|pnpm|yarn|bunx)( |$)|^(\S*\/)?node \S*\/(npm|npx)(-cli\.js)? /;
const FARTHEST = 3;

/**
 * Calls back once when a program that was typed to get here (`bun run`, and `npx` with its shell before it) has
 * died: those do not pass on a SIGKILL, and npx not even every SIGTERM. The user's own shell is not among them,
 * so that `bun run up &` survives it.
 */
export function onLauncherLost(callback: () => void): void {
  const launchers = launchersOf(process.pid).map((pid) => ({ pid, started: startOf(pid) }));
  if (launchers.length === 0) return;
  const timer = setInterval(() => {
    if (launchers.every(({ pid, started }) => startOf(pid) === started)) return;
    clearInterval(timer);
    callback();
  }, EVERY_MS);
  timer.unref();
}

/** Nearest first: the `bun run` above this script, then what stands between it and a package runner, and that. */
function launchersOf(pid: number): number[] {
  if (!process.env.npm_lifecycle_event) return [];
  const line: number[] = [];
  for (let parent = parentOf(pid); parent && line.length < FARTHEST; parent = parentOf(parent))
    line.push(parent);
  const runner = line.findIndex((ancestor) => PACKAGE_RUNNER.test(commandOf(ancestor)));
  return line.slice(0, Math.max(runner + 1, 1));
}

/** 0 when there is no such process. Linux has /proc even where a slim image has no `ps`. */
function parentOf(pid: number): number {
  try {
    if (process.platform !== 'linux') return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)]));
    // Field 4, counted behind the command, which may hold spaces and brackets itself.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return 0;
  }
}
