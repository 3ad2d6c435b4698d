import { z } from 'zod';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { KEY_MAX } from './limits';

/** The key of a form: made when the form was rendered, and sent again with every repetition of it. */
export const CommandKey = z
  .string({ error: () => m.error_command_without_key() })
  .max(KEY_MAX, { error: () => m.error_command_without_key() })
  // Visible ASCII, as a header carries it: no two keys look alike, and none is empty.
  .regex(/^[!-~]+$/, { error: () => m.error_command_without_key() });

/** A key for a form that is being rendered. */
export function newKey(): string {
  return crypto.randomUUID();
}

/** The `Idempotency-Key` of an API request. Throws `invalid` where there is none that could be one. */
export function keyOf(headers: Headers): string {
  const key = CommandKey.safeParse(headers.get('Idempotency-Key') ?? undefined);
  if (!key.success) throw new AppError('invalid', m.error_command_without_key());
  return key.data;
}
