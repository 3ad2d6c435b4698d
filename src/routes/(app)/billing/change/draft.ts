import type { ChangeInput } from '~/features/billing/billing.input';
import type { ChangePreview } from '~/features/billing/changing';

/** A change that was weighed and is not yet made. */
export interface Draft {
  /** As the form posts them again: the total that is shown is part of what is confirmed. */
  fields: Record<'subscriptionId' | 'priceId' | 'total' | 'key', string>;
  /** Null after a try of which nobody knows the end. */
  preview: ChangePreview | null;
}

type Asked = Omit<ChangeInput, 'total'> & Partial<Pick<ChangeInput, 'total'>>;

export function draftOf(
  { subscriptionId, priceId, key, total }: Asked,
  preview: ChangePreview | null,
): Draft {
  const shown = preview?.total ?? total ?? 0n;
  return { fields: { subscriptionId, priceId, key, total: shown.toString() }, preview };
}
