import { component$ } from '@builder.io/qwik';
import { FormAlert } from '~/components/form-alert';
import { NavLink } from '~/components/nav-link';
import * as m from '~/lib/i18n/paraglide/messages';
import type { ShownPayment } from './payments/shown-payment';

type CardNewsProps = { open: ShownPayment[]; debts: string[] };

/** What is under way by card, and what cards have taken back that was no longer there. */
export const CardNews = component$<CardNewsProps>(({ open, debts }) => (
  <div class="mb-10 grid gap-3 empty:hidden">
    {debts.map((debt) => (
      <FormAlert key={debt} tone="warn">
        {debt}
      </FormAlert>
    ))}
    {open.map(({ id, sentence }) => (
      <FormAlert key={id} tone="info">
        {sentence}{' '}
        <NavLink href={`/wallet/payments?id=${id}`} class="link">
          {m.payments_see()}
        </NavLink>
      </FormAlert>
    ))}
  </div>
));
