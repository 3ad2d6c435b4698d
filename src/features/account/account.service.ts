import { sql } from 'drizzle-orm';
import * as SecurityService from '~/features/security/security.service';
import { type Database, db } from '~/lib/data/system';
import { isCheckViolation } from '~/lib/db/refusals';
import { AppError } from '~/lib/errors';
import { currentLocale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { queueMail } from '~/lib/mail/outbox';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';
import type { DeleteAccountInput } from './account.input';
import { goodbyeLetter } from './goodbye-letter';

/**
 * Deletes the actor's account for good, in one transaction: the sessions, so that no token is worth anything from here on,
 * and whatever else is theirs. Invoices, ledger and trail stay without them; a live plan is cancelled. A last mail goes to
 * the address. What is deleted and what stays is the database's own doing, so it is the same by whichever way a user goes.
 * Throws `invalid` at `email` for another address than the account's own, `conflict` for the last administrator and for
 * somebody with money in their wallet, who keep all they have. Guide 17.
 */
export async function deleteAccount(
  actor: Actor,
  { email }: DeleteAccountInput,
  visit: Visit,
  database: Database = db,
): Promise<void> {
  if (email !== actor.email)
    throw new AppError('invalid', m.account_delete_email_wrong(), { field: 'email' });
  const letter = goodbyeLetter(visit.now, actor.profile?.locale ?? currentLocale(), actor.profile?.timeZone);
  try {
    await database.transaction(async (tx) => {
      await tx.execute(sql`select private.delete_account(${actor.id})`);
      // To nobody's account: a mail of an account goes with it.
      await queueMail({ userId: null, recipient: actor.email, ...letter }, visit.now, tx);
      await SecurityService.record({ kind: 'account_deleted', userId: null }, anonymous(visit), tx);
    });
  } catch (error) {
    throw refusalOfLeaving(error) ?? error;
  }
}

/** The trail says of everybody who has left that somebody has, and no more. */
function anonymous({ now, requestId }: Visit): Visit {
  return { now, requestId, address: null, userAgent: null };
}

function refusalOfLeaving(error: unknown): AppError | undefined {
  if (isCheckViolation(error, 'profiles_keep_an_admin')) {
    return new AppError('conflict', m.account_delete_last_admin(), { cause: error });
  }
  if (isCheckViolation(error, 'ledger_accounts_empty_at_leaving')) {
    return new AppError('conflict', m.account_delete_money(), { cause: error });
  }
  return undefined;
}
