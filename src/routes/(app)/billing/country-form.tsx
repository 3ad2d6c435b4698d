import { component$ } from '@builder.io/qwik';
import { type ActionStore, Form } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { FormProblems } from '~/components/form-problems';
import { Select, type SelectOption } from '~/components/select';
import type { CountryInput } from '~/features/billing/billing.input';
import * as m from '~/lib/i18n/paraglide/messages';

type CountryFormProps = {
  // The rest of its type says what it answers, which is the page's business.
  action: ActionStore<unknown, CountryInput, false>;
  problems: { formErrors?: string[]; fieldErrors?: { country?: string } } | undefined;
  country: string;
  countries: SelectOption[];
};

/** Where the customer lives, as the next invoice will say. */
export const CountryForm = component$<CountryFormProps>(({ action, problems, country, countries }) => (
  <section class="mt-12 max-w-xl">
    <h2 class="mb-4 text-lg">{m.billing_details()}</h2>
    <Form action={action} class="grid gap-4">
      <FormProblems problems={problems?.formErrors} />
      <Select
        name="country"
        label={m.billing_country()}
        hint={m.billing_country_later()}
        options={countries}
        value={action.formData?.get('country') ?? country}
        error={problems?.fieldErrors?.country}
      />
      <Button variant="quiet" class="justify-self-start" working={action.isRunning}>
        {m.billing_save_country()}
      </Button>
    </Form>
  </section>
));
