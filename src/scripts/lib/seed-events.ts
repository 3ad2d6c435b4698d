import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { profiles } from '~/features/auth/auth.schema';
import { securityEvents } from '~/features/security/security.schema';
import { type NewSecurityEvent, record } from '~/features/security/security.service';
import type { Database } from '~/lib/data/system';
import * as schema from '~/lib/db/schema';
import type { Visit } from '~/lib/request/visit';

type Device = Pick<Visit, 'address' | 'userAgent'>;
type Past = Omit<NewSecurityEvent, 'userId'> & { hoursAgo: number; on: Device };

const HOUR_MS = 60 * 60 * 1000;

const LAPTOP = {
  address: '192.0.2.41',
  userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0',
};
const PHONE = {
  address: '2001:db8:4:1f::7',
  userAgent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
};
const DESK = {
  address: '198.51.100.23',
  userAgent:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
};
const STRANGER = {
  address: '203.0.113.66',
  userAgent:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36',
};

/** Somebody with a laptop and a phone, at whose password somebody else has guessed. */
const OF_USER: Past[] = [
  { kind: 'sign_up', hoursAgo: 720, on: LAPTOP },
  { kind: 'sign_in', hoursAgo: 720, on: LAPTOP, details: { method: 'confirmation' } },
  { kind: 'sign_in', hoursAgo: 500, on: PHONE, details: { method: 'code' } },
  { kind: 'new_device', hoursAgo: 500, on: PHONE },
  ...[219, 218.9, 218.8].map(guessed),
  { kind: 'sign_in', hoursAgo: 213, on: LAPTOP, details: { method: 'password' } },
  { kind: 'other_sessions_ended', hoursAgo: 212, on: LAPTOP, details: { count: 1 } },
  { kind: 'password_changed', hoursAgo: 212, on: LAPTOP },
  { kind: 'data_exported', hoursAgo: 26, on: LAPTOP },
  { kind: 'sign_in', hoursAgo: 25, on: PHONE, details: { method: 'magic_link' } },
];

/** Somebody with one desk and one phone. */
const OF_ADMIN: Past[] = [
  { kind: 'sign_up', hoursAgo: 720, on: DESK },
  { kind: 'sign_in', hoursAgo: 720, on: DESK, details: { method: 'confirmation' } },
  guessed(340),
  { kind: 'sign_in', hoursAgo: 75, on: PHONE, details: { method: 'password' } },
  { kind: 'new_device', hoursAgo: 75, on: PHONE },
  { kind: 'password_changed', hoursAgo: 74, on: PHONE },
];

/**
 * Gives the demo accounts a past to be read on their pages: sign-ins from several devices, refused ones, a new password, and
 * an act of the administrator. Whoever has a past already keeps that. Answers one line.
 */
export async function seedEvents(
  owner: Sql,
  { userId, adminId }: { userId: string; adminId: string | null },
  now: Date,
): Promise<string> {
  const database = drizzle(owner, { schema });
  const ended: Past[] = adminId
    ? [
        {
          kind: 'session_ended',
          actorId: adminId,
          hoursAgo: 120,
          on: DESK,
          details: { reason: 'ended_by_admin', count: 2 },
        },
      ]
    : [];
  const written = [
    await givePast(userId, [...OF_USER, ...ended], now, database),
    adminId ? await givePast(adminId, OF_ADMIN, now, database) : false,
  ];
  return written.some(Boolean) ? 'activity: a month of it' : 'activity: there is some, left as it is';
}

function givePast(userId: string, past: Past[], now: Date, database: Database): Promise<boolean> {
  return database.transaction(async (tx) => {
    // Locked, so that of two seeds at once the second sees what the first has written.
    await tx.select().from(profiles).where(eq(profiles.id, userId)).for('no key update');
    if ((await tx.$count(securityEvents, eq(securityEvents.userId, userId))) > 0) return false;
    for (const { hoursAgo, on, ...event } of past) {
      const then = new Date(now.getTime() - hoursAgo * HOUR_MS);
      await record({ ...event, userId }, { now: then, requestId: null, ...on }, tx);
    }
    return true;
  });
}

function guessed(hoursAgo: number): Past {
  const details = { reason: 'wrong_password', method: 'password' } as const;
  return { kind: 'sign_in', outcome: 'refused', actorId: null, hoursAgo, on: STRANGER, details };
}
