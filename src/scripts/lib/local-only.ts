import { isLoopbackUrl } from '~/lib/env/hosts';
import type { Env } from '~/lib/env.server';
import { AppError } from '~/lib/errors';

/** Throws `AppError('forbidden')` unless both databases are on this machine and NODE_ENV is development: `what` destroys data. */
export function requireLocalDevelopment(
  env: Pick<Env, 'NODE_ENV' | 'DATABASE_URL' | 'DIRECT_URL'>,
  what: string,
): void {
  if (env.NODE_ENV !== 'development') {
    throw new AppError(
      'forbidden',
      `${what} is for development only, and NODE_ENV is ${env.NODE_ENV}. Nothing was changed.`,
    );
  }
  if (!isLoopbackUrl(env.DIRECT_URL) || !isLoopbackUrl(env.DATABASE_URL)) {
    throw new AppError(
      'forbidden',
      `${what} is for a database on this machine only, and DIRECT_URL or DATABASE_URL names another host. Nothing was changed.`,
    );
  }
}
