import { component$ } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';

/** Only what a test holds true: see docs/design.md, "Proof in numbers". */
const FACTS = [
  { number: m.site_proof_script_number, text: m.site_proof_script },
  { number: m.site_proof_command_number, text: m.site_proof_command },
  { number: m.site_proof_tables_number, text: m.site_proof_tables },
  { number: m.site_proof_languages_number, text: m.site_proof_languages },
];

export const Proof = component$(() => (
  <section aria-label={m.site_proof_label()} class="mx-auto w-full max-w-6xl px-4 pb-24 sm:px-8">
    <dl class="grid grid-cols-[repeat(auto-fit,minmax(10.5rem,1fr))] gap-x-4 gap-y-10 border-t border-line pt-10 sm:grid-cols-2 sm:gap-x-8 lg:grid-cols-4">
      {FACTS.map(({ number, text }) => (
        <div key={number.name} class="flex flex-col-reverse justify-end gap-2">
          <dt class="max-w-56 text-sm text-ink-soft">{text()}</dt>
          <dd class="font-display text-2xl font-semibold sm:text-3xl">{number()}</dd>
        </div>
      ))}
    </dl>
  </section>
));
