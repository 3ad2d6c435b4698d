import { z } from 'zod';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { KEY_MAX, KEY_SHAPE } from './limits';

/** The key of a form: made when the form was rendered, and sent again with every repetition of it. */
export const CommandKey = z
  .string({ error: () => m.error_command_without_key() })
  .max(KEY_MAX, { error: () => m.error_command_without_key() })
  .regex(KEY_SHAPE, { error: () => m.error_command_without_key() });

/** A key for a form that is being rendered. */
export function newKey(): string {
  return crypto.randomUUID();
}

/** The `Idempotency-Key` of an API request. Throws `invalid` where there is none that could be one. */
export function keyOf(headers: Headers): string {
  const key = CommandKey.safeParse(headers.get('Idempotency-Key') ?? undefined);
  if (!key.success) throw new AppError('invalid', m.api_key_missing({ max: KEY_MAX }));
  return key.data;
}
