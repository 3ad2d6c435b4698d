import { component$ } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';

const FACTS = [
  { term: m.billing_know_tax_title, text: m.billing_know_tax },
  { term: m.billing_know_trial_title, text: m.billing_know_trial },
  { term: m.billing_know_pay_title, text: m.billing_know_pay },
  { term: m.billing_know_cancel_title, text: m.billing_know_cancel },
];

/** What one would otherwise learn from the first invoice. */
export const GoodToKnow = component$(() => (
  <section aria-label={m.billing_know_label()} class="mt-16 border-t border-line pt-10">
    <dl class="grid gap-x-10 gap-y-8 sm:grid-cols-2">
      {FACTS.map(({ term, text }) => (
        <div key={term.name}>
          <dt class="font-display text-lg font-semibold">{term()}</dt>
          <dd class="mt-1 max-w-measure text-ink-soft">{text()}</dd>
        </div>
      ))}
    </dl>
  </section>
));
