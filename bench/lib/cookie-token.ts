/** The access token in the session cookie of a browser on this machine, or null. */
export function tokenIn(cookies: string): string | null {
  const [, kept] = /(?:^|; )alcazar-auth=base64-([\w-]+)/.exec(cookies) ?? [];
  if (!kept) return null;
  const session = JSON.parse(Buffer.from(kept, 'base64url').toString());
  return typeof session?.access_token === 'string' ? session.access_token : null;
}
