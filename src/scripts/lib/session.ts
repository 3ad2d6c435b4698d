import postgres, { type Sql } from 'postgres';
import { driverUrl, tlsOptions } from '~/lib/db/connection';
import type { Env } from '~/lib/env.server';
import { AppError } from '~/lib/errors';

type Addresses = Pick<Env, 'DATABASE_URL' | 'DATABASE_CA'>;

/**
 * Hands `verb` one connection of its own to `url`, and closes it. It is never exchanged for another behind the script's back
 * by age or idleness: a session may hold a lock. A database that is away or refuses us is an `AppError('unavailable')`.
 */
export async function withSession<T>(
  env: Addresses,
  url: string,
  verb: (sql: Sql) => Promise<T>,
): Promise<T> {
  const sql = postgres(driverUrl(url), {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 10,
    onnotice() {},
    connection: { application_name: 'alcazar scripts' },
    ssl: tlsOptions(env, url),
  });
  try {
    // Alone first: many queries at once would each wait for a reconnection to a database that is away.
    await sql`select 1`;
    return await verb(sql);
  } catch (error) {
    throw connectionRefusal(error, url) ?? error;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** `host:port/database`, for messages: nothing of the user or the password. */
export function addressOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}

const REASONS: [pattern: RegExp, reason: string, cure?: string][] = [
  [
    /^(ECONNREFUSED|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|CONNECT_TIMEOUT)$/,
    'does not answer',
    'Start it (`bun run up` starts a local one), or correct the address.',
  ],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'has a host name that cannot be found'],
  [/^(CONNECTION_CLOSED|CONNECTION_ENDED|CONNECTION_DESTROYED|57P01)$/, 'closed the connection'],
  [/^57P03$/, 'is still starting or already stopping'],
  [/^53300$/, 'has no connection left for us'],
  [/^28/, 'refuses the user name or the password'],
  [/^3D000$/, 'is not there, though its server is'],
  [
    /CERT|ISSUER|SIGNATURE|ERR_TLS|ERR_SSL/,
    'has a certificate that cannot be trusted (DATABASE_CA, sslmode)',
  ],
];

function connectionRefusal(error: unknown, url: string): AppError | undefined {
  const code = codeOf(error);
  const [, reason, cure] = REASONS.find(([pattern]) => pattern.test(code)) ?? [];
  if (!reason) return undefined;
  const sentence = `The database at ${addressOf(url)} ${reason} (${code}).`;
  return new AppError('unavailable', cure ? `${sentence} ${cure}` : sentence, { cause: error });
}

/** `localhost` is two addresses, and a refusal by both comes as an AggregateError. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
