import { component$ } from '@builder.io/qwik';
import { ButtonLink } from '~/components/button-link';
import { Money } from '~/components/money';
import { NavLink } from '~/components/nav-link';
import type { Balance } from '~/features/wallet/wallet.service';
import * as m from '~/lib/i18n/paraglide/messages';

type BalanceHeadProps = Balance & {
  /** The wallets in other currencies. */
  others: Balance[];
};

/** What there is, larger than anything else on the page, and what can be done with it. */
export const BalanceHead = component$<BalanceHeadProps>(({ currency, balance, others }) => (
  <header class="mb-10 flex flex-wrap items-end justify-between gap-x-6 gap-y-5">
    <div class="min-w-0">
      <h1 class="text-lg">{m.wallet_title()}</h1>
      <p class="mt-3 text-sm text-ink-soft">{m.wallet_balance()}</p>
      <p class="mt-1 font-display text-3xl font-semibold sm:text-4xl">
        <Money amount={balance} currency={currency} />
      </p>
      {others.length > 0 && (
        <ul class="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm">
          {others.map((other) => (
            <li key={other.currency}>
              <NavLink href={`/wallet?currency=${other.currency}`} class="link">
                {m.wallet_other({ currency: other.currency })} <Money {...other} amount={other.balance} />
              </NavLink>
            </li>
          ))}
        </ul>
      )}
    </div>
    <div class="flex flex-wrap gap-3">
      {balance > 0n && (
        <ButtonLink href={`/wallet/send?currency=${currency}`}>{m.wallet_send_money()}</ButtonLink>
      )}
      <ButtonLink href={`/wallet/top-up?currency=${currency}`} variant={balance > 0n ? 'quiet' : 'primary'}>
        {m.payments_top_up()}
      </ButtonLink>
    </div>
  </header>
));
