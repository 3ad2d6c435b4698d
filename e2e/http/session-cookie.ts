import { createHmac } from 'node:crypto';

/** What the cookie holds, as auth-js keeps it. */
export interface KeptSession {
  access_token: string;
  refresh_token: string;
  expires_at: number;
  [more: string]: unknown;
}

const PREFIX = 'base64-';

export function readSession(cookieValue: string): KeptSession {
  return JSON.parse(fromBase64(cookieValue.slice(PREFIX.length)));
}

export function writeSession(session: unknown): string {
  return PREFIX + toBase64(JSON.stringify(session));
}

export type Claims = Record<string, unknown>;

export function claimsOf(token: string): Claims {
  return JSON.parse(fromBase64(token.split('.')[1] ?? ''));
}

/** A token with these claims: signed with `secret`, by nobody (`alg: none`), or with the signature of another token. */
export function tokenOf(claims: Claims, signed: { secret: string } | { as: string } | 'nobody'): string {
  const alg = signed === 'nobody' ? 'none' : 'HS256';
  const content = `${toBase64(JSON.stringify({ alg, typ: 'JWT' }))}.${toBase64(JSON.stringify(claims))}`;
  if (signed === 'nobody') return `${content}.`;
  if ('as' in signed) return `${content}.${signed.as.split('.')[2]}`;
  return `${content}.${createHmac('sha256', signed.secret).update(content).digest('base64url')}`;
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64url').toString('utf8');
}
