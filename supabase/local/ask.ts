import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';

const ATTEMPTS = 3;

/**
 * What a command prints; throws when it fails. One that was killed is asked again: Ctrl-C goes to every process of the
 * terminal, and "killed" would be read as "no", so that a first start made its database under another account.
 */
export function ask(command: string, args: string[], options: ExecFileSyncOptions = {}, attempt = 1): string {
  try {
    return String(execFileSync(command, args, options));
  } catch (error) {
    const isKilled = error instanceof Error && 'signal' in error && Boolean(error.signal);
    if (!isKilled || attempt === ATTEMPTS) throw error;
    return ask(command, args, options, attempt + 1);
  }
}
