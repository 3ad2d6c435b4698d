import { eq, inArray, or, sql } from 'drizzle-orm';
import { profiles } from '~/features/auth/auth.schema';
import { type Database, db } from '~/lib/data/system';
import { limitHash, networkOf } from './limit-keys';
import { rateLimits } from './security.schema';

/**
 * Takes back everything that is counted for an account, from wherever it was tried, or for an address (of IPv6 its whole
 * /64). Answers how many counts are gone. What an instance has counted while the table was away goes by itself. Guide 19.
 */
export async function liftLimits(emailOrAddress: string, database: Database = db): Promise<number> {
  const who = emailOrAddress.trim().toLowerCase();
  // Before signing in somebody is counted by e-mail address, afterwards by id.
  const users = await database.select({ id: profiles.id }).from(profiles).where(eq(profiles.email, who));
  const hashes = [networkOf(who), ...users.map(({ id }) => id)].map(limitHash);
  const part = (number: 2 | 3) => sql`split_part(${rateLimits.key}, ':', ${number}::int)`;
  const gone = await database
    .delete(rateLimits)
    .where(or(inArray(part(2), hashes), inArray(part(3), hashes)))
    .returning({ key: rateLimits.key });
  return gone.length;
}
