import { eq } from 'drizzle-orm';
import { profiles } from '~/features/auth/auth.schema';
import { type Database, db } from '~/lib/data/system';

/**
 * Whose account goes by this e-mail address or id, for the trail; null for nobody's. Ask it for known and unknown addresses
 * alike, so that both cost the same.
 */
export async function accountOf(emailOrId: string, database: Database = db): Promise<string | null> {
  const [found] = await database
    .select({ id: profiles.id })
    .from(profiles)
    .where(eq(emailOrId.includes('@') ? profiles.email : profiles.id, emailOrId))
    .limit(1);
  return found?.id ?? null;
}
