import { readdirSync, readFileSync } from 'node:fs';
import { ask } from './ask';

/** The command line of a process; empty when there is none with this number, or it is not ours to see. */
export function commandOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command=');
  return proc(pid, 'cmdline').replaceAll('\0', ' ').trim();
}

/** The processes that name this path in their command line. */
export function processesOn(path: string): number[] {
  const listed =
    process.platform === 'linux'
      ? readdirSync('/proc').filter((name) => /^\d+$/.test(name))
      : ask('ps', ['-Ao', 'pid=']).trim().split('\n');
  return listed.map(Number).filter((pid) => commandOf(pid).includes(path));
}

/**
 * When a process started, in words that only serve to tell two apart that were given the same number. Empty when there
 * is none, and for one that has ended and is only waiting to be fetched: where PID 1 fetches nobody, it waits for ever.
 */
export function startOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'stat=').startsWith('Z') ? '' : ps(pid, 'lstart=');
  // Fields 3 and 22, counted behind the command, which may hold spaces and brackets itself.
  const fields = proc(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return fields[0] === 'Z' ? '' : (fields[19] ?? '');
}

function proc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function ps(pid: number, column: string): string {
  try {
    return ask('ps', ['-o', column, '-p', String(pid)]).trim();
  } catch {
    return '';
  }
}
