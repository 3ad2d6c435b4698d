import type { RequestEventBase } from '@builder.io/qwik-city';
import type { Failure } from './failure';

type Event = Pick<RequestEventBase, 'platform' | 'sharedMap'>;

const KEY = '@failure';

/** The failure that this request shows its error page for, if it does: found in the app, or handed over by the front door. */
export function shownFailure({ platform, sharedMap }: Event): Failure | undefined {
  return sharedMap.get(KEY) ?? (platform as { failure?: Failure }).failure;
}

/** From here on this request is about its failure: every plugin and the error page see it. */
export function showFailure({ sharedMap }: Event, failure: Failure): void {
  sharedMap.set(KEY, failure);
}
