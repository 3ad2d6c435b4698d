import { component$ } from '@builder.io/qwik';
import { type ActionStore, Form } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { FormProblems } from '~/components/form-problems';
import * as m from '~/lib/i18n/paraglide/messages';

type PortalFormProps = {
  // Its type says what it takes and answers, which is nothing that anybody types.
  action: ActionStore<unknown, Record<string, unknown>, true>;
  problems: string[] | undefined;
};

/** Leads to the provider's page of one's cards and receipts. Not in place: the router in the browser goes no further than this house. */
export const PortalForm = component$<PortalFormProps>(({ action, problems }) => (
  <Form action={action} reloadDocument class="grid justify-items-start gap-3">
    <FormProblems problems={problems} />
    <Button variant="quiet">{m.payments_open_portal()}</Button>
  </Form>
));
