import { INTERVALS } from '~/features/billing/pricing.rules';
import * as m from '~/lib/i18n/paraglide/messages';

type Shown = { currency: string; currencies: string[]; interval: (typeof INTERVALS)[number] };

/** The other ways to look at the prices, each an address. */
export function choicesOf({ currency, currencies, interval }: Shown) {
  const words = { month: m.billing_pricing_monthly(), year: m.billing_pricing_yearly() };
  const pageOf = (given: Partial<Shown>) => {
    const shown = { interval, currency, ...given };
    return `/pricing?interval=${shown.interval}&currency=${shown.currency}`;
  };
  return {
    intervals: INTERVALS.map((one) => ({
      href: pageOf({ interval: one }),
      label: words[one],
      isChosen: one === interval,
    })),
    currencies: currencies.map((one) => ({
      href: pageOf({ currency: one }),
      label: one,
      isChosen: one === currency,
    })),
  };
}
