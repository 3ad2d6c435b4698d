import type { RequestHandler } from '@builder.io/qwik-city';
import { tellAccount } from '~/features/account/tell-account';
import { isLocale } from '~/lib/i18n/locale';
import { keepPreferences, type Preferences } from '~/lib/request/preferences';
import { samePlace } from '~/lib/request/safe-next';
import { toTheme } from '~/lib/theme';

/**
 * Keeps the language or the theme the reader chose and returns to the same place. A plain form post, so it works
 * without JavaScript; a value that is neither is ignored, and `system` forgets the theme.
 */
export const onPost: RequestHandler = async (event) => {
  const { next, ...fields } = toFields(await event.parseBody());
  const chosen = choiceIn(fields);
  if (chosen) {
    keepPreferences(event, chosen);
    await tellAccount(event, chosen);
  }
  throw event.redirect(303, samePlace(next));
};

type Fields = Record<string, string | undefined>;

function choiceIn({ locale, theme }: Fields): Partial<Preferences> | null {
  if (isLocale(locale)) return { locale };
  const chosen = toTheme(theme);
  return chosen || theme === 'system' ? { theme: chosen ?? null } : null;
}

/** Only text counts: an upload or a repeated field is nothing we asked for. */
function toFields(body: unknown): Fields {
  const entries = Object.entries(body ?? {}).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(entries);
}
