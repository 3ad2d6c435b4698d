/** What the operator of the machine may do without an account: the first administrator has nobody to ask. Guide 18. */
import { eq } from 'drizzle-orm';
import { profiles } from '~/features/auth/auth.schema';
import { sendNotice } from '~/features/security/notices';
import { record } from '~/features/security/security.service';
import type { Database } from '~/lib/data/system';
import { isCheckViolation } from '~/lib/db/refusals';
import { AppError } from '~/lib/errors';
import type { Visit } from '~/lib/request/visit';
import { writeStanding } from './acting';
import type { Role } from './admin.input';

/**
 * Gives the user with that address the role, and writes it down with nobody as the one who did it, and tells them. Answers whether they
 * had another before. Throws `not_found` for an address that nobody has, `conflict` for the last administrator. English
 * sentences: they are read at a terminal.
 */
export async function giveRole(
  { email, role }: { email: string; role: Role },
  visit: Visit,
  database: Database,
): Promise<boolean> {
  try {
    return await database.transaction(async (tx) => {
      const [user, namesake] = await tx
        .select()
        .from(profiles)
        .where(eq(profiles.email, email.trim().toLowerCase()))
        .for('no key update');
      if (!user)
        throw new AppError('not_found', `Nobody here has the address ${email}. Nothing was changed.`);
      if (namesake) throw new AppError('conflict', `More than one account has the address ${email}.`);
      if (user.role === role) return false;
      await writeStanding(tx, user.id, { role });
      const event = { userId: user.id, details: { role } };
      await record({ kind: 'role_changed', actorId: null, ...event }, visit, tx);
      await sendNotice('role_changed', { ...event, visit }, tx);
      return true;
    });
  } catch (error) {
    if (!isCheckViolation(error, 'profiles_keep_an_admin')) throw error;
    throw new AppError('conflict', `${email} is the last administrator, and somebody has to be one.`, {
      cause: error,
    });
  }
}
