import type { RequestEventAction } from '@builder.io/qwik-city';
import { failWith } from '~/lib/form/refusal';
import { isDecided } from './once.server';

/**
 * `failWith` for a form that is one command: after a try of which nobody knows the end its key comes back as `keyAgain`, so
 * that sending it once more is the same command. After a decided refusal the form is drawn with a new one.
 */
export function failWithKey(
  event: Pick<RequestEventAction, 'fail' | 'headers'>,
  error: unknown,
  key: string,
) {
  return { ...failWith(event, error), keyAgain: isDecided(error) ? undefined : key };
}
