import { sql } from 'drizzle-orm';
import { db } from '~/lib/data/system';
import { ENV } from '~/lib/env.server';
import { log } from '~/lib/log.server';

/** A check that has not answered by then has failed: whoever asks wants to know now. */
const PATIENCE_MS = 2_000;

export interface Check {
  ok: boolean;
  /** Whole milliseconds until the answer, or until patience ran out. */
  ms: number;
}

export interface Readiness {
  status: 'ready' | 'unready';
  checks: { database: Check; auth: Check };
  /** `off`: no mail server is configured, and the app's own mails wait. No reason to send nobody here. */
  mail: 'on' | 'off';
}

/** What readiness depends on; a test hands in its own. */
export interface Dependencies {
  database(): Promise<unknown>;
  auth(signal: AbortSignal): Promise<unknown>;
}

/** Can this process serve? Asks the database through the pool and the auth server, at the same time. Never throws; reasons go to the log alone. */
export async function checkReadiness(
  dependencies: Dependencies = REAL,
  patienceMs = PATIENCE_MS,
): Promise<Readiness> {
  const [database, auth] = await Promise.all([
    check('database', dependencies.database, patienceMs),
    check('auth', dependencies.auth, patienceMs),
  ]);
  return {
    status: database.ok && auth.ok ? 'ready' : 'unready',
    checks: { database, auth },
    mail: ENV.SMTP_URL ? 'on' : 'off',
  };
}

const REAL: Dependencies = {
  database: () => db.execute(sql`select 1`),
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
