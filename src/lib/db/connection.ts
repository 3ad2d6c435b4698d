import type { ConnectionOptions } from 'node:tls';
import { isLoopback } from '../env/hosts';
import type { Env } from '../env.server';

/**
 * The URL as the driver may see it: where and who, nothing else. postgres.js sends every parameter it does not know to
 * the server as a startup parameter, and Postgres and pgbouncer both refuse `pgbouncer=true`; `sslmode` is read by `tlsOptions`.
 * `[::1]` becomes `localhost`, because postgres.js cuts a host at its first colon.
 */
export function driverUrl(url: string): string {
  const driver = new URL(url);
  driver.search = '';
  if (driver.hostname === '[::1]') driver.hostname = 'localhost';
  return driver.href;
}

/**
 * How the driver encrypts the connection to `url` (by default the app's own).
 * This machine: not at all, unless the URL asks for it. `verify-full`, or any mode with DATABASE_CA: certificate and host name are
 * checked. `verify-ca`: the certificate only. `require` without DATABASE_CA: encrypted and not checked, as in libpq, because
 * hosted Supabase signs with an authority of its own that no system knows. Guide 1.
 */
export function tlsOptions(
  env: Pick<Env, 'DATABASE_URL' | 'DATABASE_CA'>,
  url: string = env.DATABASE_URL,
): false | ConnectionOptions {
  const { hostname, searchParams } = new URL(url);
  const mode = searchParams.get('sslmode');
  if (isLoopback(hostname) && !ASKS_FOR_TLS.has(mode)) return false;
  if (mode === 'require' && !env.DATABASE_CA) return { rejectUnauthorized: false };

  const verified = { rejectUnauthorized: true, ca: env.DATABASE_CA };
  return mode === 'verify-ca' ? { ...verified, checkServerIdentity: () => undefined } : verified;
}

const ASKS_FOR_TLS = new Set<string | null>(['require', 'verify-ca', 'verify-full']);
