import type { LiveSubscription } from '~/features/billing/billing.service';
import * as m from '~/lib/i18n/paraglide/messages';

type Live = LiveSubscription | null;

/** What was done just now, and what has to be so for it to be true: nobody is told by an address of what was not done. */
const NOTICES: Record<string, { words: (live: Live) => string; isTrue: (live: Live) => boolean }> = {
  subscribed: { words: (live) => m.billing_notice_plan({ plan: live?.plan.name ?? '' }), isTrue: Boolean },
  changed: { words: (live) => m.billing_notice_plan({ plan: live?.plan.name ?? '' }), isTrue: Boolean },
  resumed: { words: () => m.billing_notice_resumed(), isTrue: (live) => live?.cancelAtPeriodEnd === false },
  ended: { words: () => m.billing_notice_ended(), isTrue: (live) => live === null },
  country: { words: () => m.billing_notice_country(), isTrue: () => true },
};

export function noticeWords(notice: string | null, live: Live): string | null {
  const found = notice !== null && Object.hasOwn(NOTICES, notice) ? NOTICES[notice] : undefined;
  return found?.isTrue(live) ? found.words(live) : null;
}
