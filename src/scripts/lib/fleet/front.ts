import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '~/lib/errors';
import { startGuarded } from '../../../../supabase/local/guarded-process';
import { answers } from '../../../../supabase/local/ports';
import { findHaproxy, haproxySettings, nobodyAnswer } from './haproxy';

const READY_WITHIN_MS = 10_000;

export interface Front {
  /** Resolves with the exit code when it has ended, asked to or not. */
  exited: Promise<number>;
  stop(): Promise<void>;
}

interface FrontOptions {
  port: number;
  instances: readonly number[];
  /** For its settings and its log. */
  folder: string;
}

/** Starts haproxy before the instances, as the front of a site. Throws what it says when it does not start. */
export async function startFront({ port, instances, folder }: FrontOptions): Promise<Front> {
  const binary = findHaproxy();
  if (!binary) throw new AppError('unavailable', 'haproxy is not installed.');
  const place = resolve(folder);
  const nobodyFile = join(place, 'nobody.http');
  const settings = join(place, 'haproxy.cfg');
  writeFileSync(nobodyFile, nobodyAnswer());
  writeFileSync(settings, haproxySettings({ port, instances, nobodyFile }));

  const logPath = join(place, 'haproxy.log');
  const logFile = openSync(logPath, 'a', 0o600);
  // In the foreground. It has nothing to save.
  const front = startGuarded([binary, '-db', '-f', settings], { stopSignal: 'KILL', logFile, owner: null });
  closeSync(logFile);

  const deadline = performance.now() + READY_WITHIN_MS;
  while (!front.hasExited() && performance.now() < deadline) {
    if (await answers(port)) return front;
    await sleep(20);
  }
  await front.stop();
  throw new AppError('unavailable', `haproxy did not start:\n${readFileSync(logPath, 'utf8').trim()}`);
}
