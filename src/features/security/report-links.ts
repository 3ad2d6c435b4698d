import { and, eq, gt, isNull, lte } from 'drizzle-orm';
import { type Database, db } from '~/lib/data/system';
import { PUBLIC_ORIGIN } from '~/lib/public-origin.server';
import { newToken, tokenHash } from '~/lib/token';
import { type SecurityEventKind, securityReportLinks } from './security.schema';

export const REPORT_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What a mailed "this wasn't me" is about. */
export interface ReportLink {
  userId: string;
  kind: SecurityEventKind;
  /** When it was mailed, which is when it happened. */
  createdAt: Date;
}

/** The address of a new "this wasn't me". Its token is nowhere but in there; what is over goes. */
export async function createReportLink(
  kind: SecurityEventKind,
  userId: string,
  now: Date,
  database: Database = db,
): Promise<string> {
  const token = newToken();
  const expiresAt = new Date(now.getTime() + REPORT_DAYS * DAY_MS);
  await database.delete(securityReportLinks).where(lte(securityReportLinks.expiresAt, now));
  await database
    .insert(securityReportLinks)
    .values({ tokenHash: tokenHash(token), userId, kind, expiresAt, createdAt: now });
  return `${PUBLIC_ORIGIN}/auth/not-me?${new URLSearchParams({ token })}`;
}

/** What the link of this token is about, changing nothing: programs that look through mail open links. Null for one that is over. */
export async function findReportLink(
  token: string,
  now: Date,
  database: Database = db,
): Promise<ReportLink | null> {
  const [link] = await database.select().from(securityReportLinks).where(isOpen(token, now));
  return link ?? null;
}

/** Takes the link, and with it every other one of its user: what they report is reported once. Null for one that is over. */
export async function takeReportLink(
  token: string,
  now: Date,
  database: Database,
): Promise<ReportLink | null> {
  const [link] = await database
    .update(securityReportLinks)
    .set({ usedAt: now })
    .where(isOpen(token, now))
    .returning();
  if (!link) return null;
  const rest = and(eq(securityReportLinks.userId, link.userId), isNull(securityReportLinks.usedAt));
  await database.update(securityReportLinks).set({ usedAt: now }).where(rest);
  return link;
}

function isOpen(token: string, now: Date) {
  const { tokenHash: hash, usedAt, expiresAt } = securityReportLinks;
  return and(eq(hash, tokenHash(token)), isNull(usedAt), gt(expiresAt, now));
}
