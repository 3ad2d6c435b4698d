import type { RequestEventBase } from '@builder.io/qwik-city';
import { z } from 'zod';
import type { Actor } from '~/lib/request/actor';
import { isHttps } from '~/lib/supabase/session-cookies';

/** The fields of a form. Never a password. */
export type Asked = Record<string, string>;

const COOKIE = 'alcazar-asked';
/** Long enough to find a password or a mail. */
const SECONDS = 15 * 60;
/** A browser drops a cookie above 4 kB. What is longer is typed again. */
const LONGEST = 2_000;

const Kept = z.object({ by: z.string(), asked: z.record(z.string(), z.string()) });

/**
 * Remembers what was asked of this page and could not be done before its user has confirmed who they are. In the browser,
 * for this page alone: it fills a form in again and does nothing by itself.
 */
export function keepAsked(event: RequestEventBase, { id: by }: Pick<Actor, 'id'>, asked: Asked): void {
  const value = encode({ by, asked });
  const fits = value.length <= LONGEST;
  event.cookie.set(COOKIE, fits ? value : encode({ by, asked: {} }), attributes(event, SECONDS));
}

/** What this user had asked of this page, once; null when it was nothing. */
export function returnAsked(event: RequestEventBase, { id }: Pick<Actor, 'id'>): Asked | null {
  const value = event.cookie.get(COOKIE)?.value;
  if (!value) return null;
  event.cookie.set(COOKIE, '', attributes(event, 0));
  const kept = decode(value);
  return kept?.by === id ? kept.asked : null;
}

function encode(kept: z.infer<typeof Kept>): string {
  return Buffer.from(JSON.stringify(kept)).toString('base64url');
}

/** Null for what a browser has made of it. */
function decode(value: string): z.infer<typeof Kept> | null {
  try {
    return Kept.parse(JSON.parse(Buffer.from(value, 'base64url').toString()));
  } catch {
    return null;
  }
}

function attributes(event: RequestEventBase, maxAge: number) {
  const path = event.url.pathname;
  return { httpOnly: true, sameSite: 'lax', path, secure: isHttps(event), maxAge } as const;
}
