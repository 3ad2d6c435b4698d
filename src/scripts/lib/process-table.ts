import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The process that started this one, or null when there is no such process. */
export function parentOf(pid: number): number | null {
  // Field 4 of stat, counted behind the command, which may hold spaces and brackets itself.
  const text = read(pid, 'stat', (stat) => stat.split(') ').at(-1)?.split(' ')[1], 'ppid=');
  return Number(text) || null;
}

/** The command line of a process, its words parted by single spaces; empty when there is no such process. */
export function commandOf(pid: number): string {
  return read(pid, 'cmdline', (line) => line.replaceAll('\0', ' '), 'command=')?.trim() ?? '';
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Linux has /proc, even where a slim image has no `ps`; everybody else has `ps`. */
function read(pid: number, file: string, pick: (text: string) => string | undefined, column: string) {
  try {
    if (process.platform === 'linux') return pick(readFileSync(`/proc/${pid}/${file}`, 'utf8'));
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}
