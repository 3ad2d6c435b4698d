import { INVOICE_STATES } from '~/features/billing/billing.rules';
import * as m from '~/lib/i18n/paraglide/messages';

type State = (typeof INVOICE_STATES)[number];

/** The words for several of them; Spanish tells one from many. */
const MANY: Record<State, () => string> = {
  pending: m.billing_state_pending,
  overdue: m.billing_filter_overdue,
  paid: m.billing_filter_paid,
  void: m.billing_filter_void,
};

/** What the list can be narrowed to, each an address. */
export function stateChoices(state: State | undefined) {
  return [
    { href: '/billing/invoices', label: m.billing_filter_all(), isChosen: state === undefined },
    ...INVOICE_STATES.map((one) => ({
      href: `/billing/invoices?state=${one}`,
      label: MANY[one](),
      isChosen: one === state,
    })),
  ];
}
