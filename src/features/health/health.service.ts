import { sql } from 'drizzle-orm';
import { db } from '~/lib/data/system';
import { ENV } from '~/lib/env.server';
import { log } from '~/lib/log.server';

/** A check that has not answered by then has failed: whoever asks wants to know now. */
const PATIENCE_MS = 2_000;

/** Two clocks may differ by that much: the time of an answer, and a time service that has not come yet. */
const SKEW_MAX_MS = 30_000;

export interface Check {
  ok: boolean;
  /** Whole milliseconds until the answer, or until patience ran out. */
  ms: number;
}

export interface Readiness {
  status: 'ready' | 'unready';
  /** `clock`: this machine's and the database's agree; well where the database could not be asked. */
  checks: { database: Check; auth: Check; clock: Pick<Check, 'ok'> };
  /** `off`: no mail server is configured, and the app's own mails wait. No reason to send nobody here. */
  mail: 'on' | 'off';
}

/** What readiness depends on; a test hands in its own. */
export interface Dependencies {
  /** Answers what time it is there. */
  database(): Promise<Date>;
  auth(signal: AbortSignal): Promise<unknown>;
}

/**
 * Can this process serve? Asks the database through the pool and the auth server, at the same time, and whether its own clock
 * goes right: tokens and locks end by it. Never throws; reasons go to the log alone.
 */
export async function checkReadiness(
  dependencies: Dependencies = REAL,
  patienceMs = PATIENCE_MS,
): Promise<Readiness> {
  let skewMs = 0;
  const askTime = async () => {
    skewMs = Date.now() - (await dependencies.database()).getTime();
  };
  const [database, auth] = await Promise.all([
    check('database', askTime, patienceMs),
    check('auth', dependencies.auth, patienceMs),
  ]);
  const clock = { ok: Math.abs(skewMs) <= SKEW_MAX_MS };
  if (!clock.ok) log.warn('health.check_failed', { check: 'clock', skewMs });
  return {
    status: database.ok && auth.ok && clock.ok ? 'ready' : 'unready',
    checks: { database, auth, clock },
    mail: ENV.SMTP_URL ? 'on' : 'off',
  };
}

const REAL: Dependencies = {
  async database() {
    const [row] = await db.execute<{ ms: string; isReadOnly: boolean }>(
      sql`select extract(epoch from clock_timestamp()) * 1000 as ms,
        current_setting('transaction_read_only')::boolean as "isReadOnly"`,
    );
    // A standby answers, and nobody can be served: the guard writes down who was here.
    if (row?.isReadOnly) throw new Error('The database takes no writes.');
    return new Date(Number(row?.ms));
  },
  auth: async (signal) => {
    const response = await fetch(`${ENV.PUBLIC_SUPABASE_URL}/auth/v1/health`, {
      headers: { apikey: ENV.PUBLIC_SUPABASE_ANON_KEY },
      signal,
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The auth server answered ${response.status}.`);
  },
};

async function check(
  name: string,
  ask: (signal: AbortSignal) => Promise<unknown>,
  patienceMs: number,
): Promise<Check> {
  const started = performance.now();
  const signal = AbortSignal.timeout(patienceMs);
  const timeout = new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const ok = await Promise.race([ask(signal), timeout]).then(
    () => true,
    (err: unknown) => {
      log.warn('health.check_failed', { check: name, err });
      return false;
    },
  );
  return { ok, ms: Math.round(performance.now() - started) };
}
