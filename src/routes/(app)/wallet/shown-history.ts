import * as HistoryService from '~/features/wallet/wallet-history.service';
import { lastDays, type Span } from '~/lib/calendar.server';
import { rangeOf } from '~/lib/chart/amounts';
import type { ShownChart } from '~/lib/chart/drawing';
import { drawSteps } from '~/lib/chart/steps.server';
import { money } from '~/lib/chart/unit';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import { formatDate } from '~/lib/time';
import { currentTimeZone } from '~/lib/time-zone';

const DAYS = 90;

/** A label on the x axis stands so many days from the next. */
const TICK_DAYS = 30;

/** How the actor's balance has been, where their days begin and end. */
export async function historyOf(actor: Actor, currency: string, now: Date): Promise<ShownChart> {
  const days = lastDays(DAYS, now, currentTimeZone());
  return shownHistory(
    await HistoryService.listBalancesOver(actor, { currency, spans: days }),
    days,
    currency,
  );
}

/** The balance at the end of each day as it is drawn; in numbers, the days on which it changed. */
function shownHistory(balances: readonly bigint[], days: readonly Span[], currency: string): ShownChart {
  const unit = money(currency);
  const [first = 0n] = balances;
  const { least, most } = rangeOf(balances);
  const told = { days: days.length };
  return {
    title: m.wallet_history_title(),
    lead: m.wallet_history_lead(told),
    figure: null,
    says: m.wallet_history_says({
      ...told,
      first: unit.full(first),
      last: unit.full(balances.at(-1) ?? 0n),
      most: unit.full(most),
      least: unit.full(least),
    }),
    drawing: drawSteps({ values: balances, ticks: days.map(tickAt), unit }),
    empty: m.wallet_history_empty(told),
    table: {
      columns: [m.wallet_column_day(), m.wallet_balance()],
      rows: days
        .flatMap(({ start }, at) => {
          const isTold = at === 0 || balances[at] !== balances[at - 1];
          return isTold ? [{ name: formatDate(start), values: [unit.full(balances[at] ?? 0n)] }] : [];
        })
        .reverse(),
    },
    key: [],
  };
}

function tickAt({ start }: Span, at: number, { length }: readonly Span[]): string {
  const isLabelled = at % TICK_DAYS === 0 || at === length - 1;
  return isLabelled ? formatDate(start, { format: 'short' }) : '';
}
