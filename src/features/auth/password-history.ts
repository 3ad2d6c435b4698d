import { desc, eq } from 'drizzle-orm';
import { type Database, db } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { PASSWORD_HISTORY } from './auth.limits';
import { passwordHistory } from './auth.schema';

/** Each is a bcrypt of some fifty milliseconds on a core, and others want to sign in meanwhile. */
const AT_ONCE = 4;

/**
 * Whether this was one of the user's last ten passwords, the one that stands now among them. Ask it only for somebody who
 * has just proved who they are: the answer is a guess at a password. Guide 15.
 */
export async function isInHistory(
  userId: string,
  password: string,
  database: Database = db,
): Promise<boolean> {
  const hashes = await database
    .select({ hash: passwordHistory.passwordHash })
    .from(passwordHistory)
    .where(eq(passwordHistory.userId, userId))
    .orderBy(desc(passwordHistory.createdAt))
    .limit(PASSWORD_HISTORY);
  for (let at = 0; at < hashes.length; at += AT_ONCE) {
    const some = hashes.slice(at, at + AT_ONCE);
    const matches = await Promise.all(some.map(({ hash }) => isHashOf(hash, password)));
    if (matches.includes(true)) return true;
  }
  return false;
}

/** Refuses a password that comes again. Throws `invalid` at `field`. */
export async function refuseReused(
  userId: string,
  password: string,
  field: string,
  database: Database = db,
): Promise<void> {
  if (!(await isInHistory(userId, password, database))) return;
  throw new AppError('invalid', m.auth_password_used({ count: PASSWORD_HISTORY }), { field });
}

/** An account that was brought along from elsewhere may have a hash that nobody here can read: no reason to keep its owner from another. */
async function isHashOf(hash: string, password: string): Promise<boolean> {
  try {
    return await Bun.password.verify(password, hash);
  } catch (error) {
    if (error instanceof Error && 'code' in error && UNREADABLE.has(error.code)) return false;
    throw error;
  }
}

const UNREADABLE = new Set<unknown>(['PASSWORD_UNSUPPORTED_ALGORITHM', 'PASSWORD_INVALID_ENCODING']);
