import type { RequestEventBase } from '@builder.io/qwik-city';
import { and, eq, gt, sql } from 'drizzle-orm';
import { type Database, db } from '~/lib/data/system';
import { visitOf } from '~/lib/request/visit';
import { isHttps } from '~/lib/supabase/session-cookies';
import { isToken, newToken, tokenHash } from '~/lib/token';
import { sendNotice } from './notices';
import { knownDevices } from './security.schema';
import { record } from './security.service';

/** `first` is the first browser of an account: nobody has to be told of it. */
export type Recognition = 'first' | 'known' | 'new';

/** As long as browsers keep any cookie. A device that was away for longer is a new one. */
const KNOWN_DAYS = 400;
const DAY_SECONDS = 24 * 60 * 60;

/**
 * For whatever has just opened a session: knows the browser again by a cookie of its own, or remembers it, and writes down
 * and tells its user that somebody has signed in from a new one. Guide 14.
 */
export async function welcome(
  event: RequestEventBase,
  { userId, sessionId = null }: { userId: string; sessionId?: string | null },
  database: Database = db,
): Promise<Recognition> {
  const visit = visitOf(event);
  return database.transaction(async (tx) => {
    const device = await recogniseDevice(event, userId, visit.now, tx);
    if (device !== 'new') return device;
    await record({ kind: 'new_device', userId, sessionId }, visit, tx);
    await sendNotice('new_device', { userId, visit }, tx);
    return device;
  });
}

/**
 * Whether this browser is one the user has signed in with before; from here on it is. The cookie outlives the session and
 * signing out, and opens nothing: it says "seen before", not who. Guide 14.
 */
export async function recogniseDevice(
  event: RequestEventBase,
  userId: string,
  now: Date,
  database: Database = db,
): Promise<Recognition> {
  const device = deviceIn(event) ?? newToken();
  const recognition = await remember(userId, hashFor(userId, device), now, database);
  const attributes = { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps(event) } as const;
  event.cookie.set(cookieName(event), device, { ...attributes, maxAge: KNOWN_DAYS * DAY_SECONDS });
  return recognition;
}

/** Under which hash the user knows this browser; null where they do not. Reads, and remembers nothing. Guide 19. */
export async function knownDevice(
  event: RequestEventBase,
  userId: string,
  now: Date,
  database: Database = db,
): Promise<string | null> {
  const device = deviceIn(event);
  if (!device) return null;
  const deviceHash = hashFor(userId, device);
  const isIt = and(eq(knownDevices.userId, userId), eq(knownDevices.deviceHash, deviceHash));
  const known = await database
    .select({ deviceHash: knownDevices.deviceHash })
    .from(knownDevices)
    .where(and(isIt, gt(knownDevices.lastSeenAt, knownSince(now))));
  return known[0]?.deviceHash ?? null;
}

/** From here on every browser of the user is a new one: one of them was somebody else's, and it is not known which. */
export async function distrustDevices(userId: string, database: Database = db): Promise<void> {
  await database
    .update(knownDevices)
    .set({ lastSeenAt: new Date(0) })
    .where(eq(knownDevices.userId, userId));
}

async function remember(
  userId: string,
  deviceHash: string,
  now: Date,
  database: Database,
): Promise<Recognition> {
  const mine = eq(knownDevices.userId, userId);
  const before = (which = mine) => database.select({ found: sql`1` }).from(knownDevices).where(which);
  const seen = and(
    mine,
    eq(knownDevices.deviceHash, deviceHash),
    gt(knownDevices.lastSeenAt, knownSince(now)),
  );
  // What is asked for in `returning` is as it was before the statement wrote.
  const [found] = await database
    .insert(knownDevices)
    .values({ userId, deviceHash, lastSeenAt: now })
    .onConflictDoUpdate({
      target: [knownDevices.userId, knownDevices.deviceHash],
      set: { lastSeenAt: now },
    })
    .returning({
      isKnown: sql<boolean>`exists (${before(seen)})`,
      isFirst: sql<boolean>`not exists (${before()})`,
    });
  if (found?.isKnown) return 'known';
  return found?.isFirst ? 'first' : 'new';
}

function knownSince(now: Date): Date {
  return new Date(now.getTime() - KNOWN_DAYS * DAY_SECONDS * 1000);
}

/** `__Host-` keeps a subdomain from planting a device that its owner knows. */
function cookieName(event: RequestEventBase): string {
  return isHttps(event) ? '__Host-alcazar-device' : 'alcazar-device';
}

function deviceIn(event: RequestEventBase): string | null {
  const device = event.cookie.get(cookieName(event))?.value;
  return isToken(device) ? device : null;
}

/** With the user in it, the rows of two people at one computer have nothing in common. */
function hashFor(userId: string, device: string): string {
  return tokenHash(`${userId}.${device}`);
}
