import { component$ } from '@builder.io/qwik';
import { type ActionStore, Form } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import type { InvoicePaymentInput } from '~/features/payments/payments.input';
import * as m from '~/lib/i18n/paraglide/messages';

type CardPayProps = {
  // The rest of its type says what it answers, which is the page's business.
  action: ActionStore<unknown, InvoicePaymentInput, false>;
  number: string;
  /** What makes it one checkout, however often it is sent. */
  commandKey: string;
};

/** The way to the card service. Not in place: the router in the browser goes no further than this house. */
export const CardPay = component$<CardPayProps>(({ action, number, commandKey }) => (
  <Form action={action} reloadDocument>
    <input type="hidden" name="number" value={number} />
    <input type="hidden" name="key" value={commandKey} />
    <Button variant="quiet">{m.payments_pay_by_card()}</Button>
  </Form>
));
