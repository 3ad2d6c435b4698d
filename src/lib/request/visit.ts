import type { RequestEventBase } from '@builder.io/qwik-city';
import { clientAddress, requestId } from './context';

/** Where a request came from and when, as it is written down beside what it did. */
export interface Visit {
  now: Date;
  /** Only as far as it can be known: see `TRUSTED_PROXY`. */
  address: string | null;
  /** Cut to `USER_AGENT_MAX`. */
  userAgent: string | null;
  requestId: string | null;
}

/** The longest user agent kept, in characters. Browsers send about 120. */
export const USER_AGENT_MAX = 500;

/** What a service may know of the request behind a verb. */
export function visitOf(event: RequestEventBase): Visit {
  return {
    now: new Date(),
    address: clientAddress(event),
    userAgent: event.request.headers.get('user-agent')?.slice(0, USER_AGENT_MAX) ?? null,
    requestId: requestId(event),
  };
}
