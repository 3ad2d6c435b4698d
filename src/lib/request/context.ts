import type { RequestEventBase } from '@builder.io/qwik-city';

/** What the server entry knows of a request before Qwik City sees it. It travels as `platform.arrival`. */
export interface Arrival {
  /** One per request, made here: an id from outside could forge the trail in the log. */
  requestId: string;
  /** The peer, or the client a trusted proxy vouches for; null when there is no socket to ask. */
  clientAddress: string | null;
}

type Event = Pick<RequestEventBase, 'platform' | 'sharedMap'>;

/** The id of this request: in `X-Request-Id`, in each log line about it and on the error page. */
export function requestId(ev: Event): string {
  return arrivalOf(ev).requestId;
}

/** Where the request came from, as far as it can be known. `X-Forwarded-For` counts only from a proxy in `TRUSTED_PROXY`. */
export function clientAddress(ev: Event): string | null {
  return arrivalOf(ev).clientAddress;
}

const KEY = '@arrival';

/** Vite's development server has no entry of ours: the first to ask makes the arrival, and all later ones share it. */
function arrivalOf({ platform, sharedMap }: Event): Arrival {
  const known = (platform as { arrival?: Arrival }).arrival ?? (sharedMap.get(KEY) as Arrival | undefined);
  if (known) return known;
  const arrival = { requestId: crypto.randomUUID(), clientAddress: null };
  sharedMap.set(KEY, arrival);
  return arrival;
}
