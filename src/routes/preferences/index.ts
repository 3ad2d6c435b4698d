import type { RequestHandler } from '@builder.io/qwik-city';
import { isLocale } from '~/lib/i18n/locale';
import { samePlace } from '~/lib/request/safe-next';
import { toTheme } from '~/lib/theme';

const YEAR = 60 * 60 * 24 * 365;

/**
 * Keeps the language or the theme the reader chose and returns to the same place. A plain form post, so it works
 * without JavaScript; a value that is neither is ignored, and `system` forgets the theme.
 */
export const onPost: RequestHandler = async ({ cookie, parseBody, redirect, url }) => {
  const { locale, theme, next } = toFields(await parseBody());
  const options = { path: '/', maxAge: YEAR, sameSite: 'lax', secure: url.protocol === 'https:' } as const;

  if (isLocale(locale)) cookie.set('locale', locale, { ...options, httpOnly: true });
  if (toTheme(theme)) cookie.set('theme', theme ?? '', { ...options, httpOnly: true });
  if (theme === 'system') cookie.delete('theme', { path: '/' });

  throw redirect(303, samePlace(next));
};

/** Only text counts: an upload or a repeated field is nothing we asked for. */
function toFields(body: unknown): Record<string, string | undefined> {
  const entries = Object.entries(body ?? {}).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(entries);
}
