import { INVOICE_STATES } from '~/features/billing/billing.rules';
import { stateWord } from '~/features/billing/invoice-words';
import * as m from '~/lib/i18n/paraglide/messages';

type State = (typeof INVOICE_STATES)[number];

/** What the list can be narrowed to, each an address. */
export function stateChoices(state: State | undefined) {
  return [
    { href: '/billing/invoices', label: m.billing_filter_all(), isChosen: state === undefined },
    ...INVOICE_STATES.map((one) => ({
      href: `/billing/invoices?state=${one}`,
      label: stateWord(one),
      isChosen: one === state,
    })),
  ];
}
