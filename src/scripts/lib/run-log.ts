import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface RunLog {
  /** Undefined when the folder cannot be written: a read-only container still migrates. */
  path: string | undefined;
  write(line: string): void;
}

/** One file a run, named after its start. Lines carry the time; no value of the environment belongs in them. */
export function openRunLog(folder: string, name: string, now: Date): RunLog {
  const path = join(folder, `${name}-${now.toISOString().replace(/[:.]/g, '-')}-${process.pid}.log`);
  try {
    mkdirSync(folder, { recursive: true });
    appendFileSync(path, '');
  } catch {
    return { path: undefined, write() {} };
  }
  return {
    path,
    write: (line) =>
      appendFileSync(
        path,
        `${line
          .split('\n')
          .map((part) => `${new Date().toISOString()} ${part}`)
          .join('\n')}\n`,
      ),
  };
}
