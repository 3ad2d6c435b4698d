import { onLauncherLost } from './launcher';

/** Ctrl-C comes twice: from the terminal to the whole group, and from `bun run`, which passes it on. */
const ONE_CTRL_C_MS = 500;

/**
 * Resolves when this script is asked to stop: Ctrl-C, SIGTERM, or the end of the program that was typed to start it.
 * Asked again while it is stopping, it ends at once; its children notice and stop by themselves.
 */
export function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    const ask = () => {
      askedAt ??= performance.now();
      if (performance.now() - askedAt > ONE_CTRL_C_MS) process.exit(130);
      resolve();
    };
    process.on('SIGINT', ask).on('SIGTERM', ask);
    onLauncherLost(resolve);
  });
}
