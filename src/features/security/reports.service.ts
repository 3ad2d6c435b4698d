import { eq } from 'drizzle-orm';
import { profiles } from '~/features/auth/auth.schema';
import { withdrawEmailChange } from '~/features/auth/email-change.pending';
import * as SessionsService from '~/features/sessions/sessions.service';
import { type Database, db } from '~/lib/data/system';
import type { Visit } from '~/lib/request/visit';
import { isToken } from '~/lib/token';
import { distrustDevices } from './devices';
import { findReportLink, type ReportLink, takeReportLink } from './report-links';
import { record } from './security.service';

/** What a mailed "this wasn't me" is about. Changes nothing; null for a link that is used, expired or made up. Guide 14. */
export async function findReport(
  token: string | null | undefined,
  now = new Date(),
  database: Database = db,
): Promise<ReportLink | null> {
  return isToken(token) ? findReportLink(token, now, database) : null;
}

/**
 * Takes a user at their word who says by a mailed link that it was not them: every session of theirs ends, the password
 * opens nothing until a mailed link has set another, every browser is a new one again, a change of address that is under way
 * is dropped, and every other such link is used up.
 * Answers the address to mail the reset link to; null for a link that is used, expired or made up. Guide 14.
 */
export async function reportNotMe(
  token: string | null | undefined,
  visit: Visit,
  database: Database = db,
): Promise<{ email: string } | null> {
  if (!isToken(token)) return null;
  const { now } = visit;
  return database.transaction(async (tx) => {
    const link = await takeReportLink(token, now, tx);
    if (!link) return null;
    const { userId } = link;
    const count = await SessionsService.endAllSessions(userId, { reason: 'reported', now, by: null }, tx);
    const [profile] = await tx
      .update(profiles)
      .set({ passwordMustReset: true })
      .where(eq(profiles.id, userId))
      .returning({ email: profiles.email });
    await distrustDevices(userId, tx);
    await withdrawEmailChange(userId, tx);
    await record({ kind: 'reported_not_me', userId, actorId: null, details: { count } }, visit, tx);
    return profile ?? null;
  });
}
