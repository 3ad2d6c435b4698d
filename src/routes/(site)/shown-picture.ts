import { lastMonths } from '~/lib/calendar.server';
import type { ShownChart } from '~/lib/chart/drawing';
import { currentTimeZone } from '~/lib/time-zone';
import { shownSpending } from '../(app)/dashboard/shown-spending';

/** A year of plans: Pro, a while with the team, and Pro again, to the day. */
const SPENT: bigint[] = [4900n, 4900n, 4900n, 4900n, 7960n, 9900n, 9900n, 9900n, 6340n, 4900n, 4900n, 4900n];

/** What the picture on the front page shows: a made-up person, through the very drawing that the dashboard uses. */
export interface ShownPicture {
  spending: ShownChart;
  nextInvoice: Date;
}

/** Today's, so that the picture does not grow old. */
export function shownPicture(now: Date): ShownPicture {
  const months = lastMonths(SPENT.length, now, currentTimeZone());
  const spending = shownSpending([{ currency: 'EUR', amounts: SPENT }], months, 'EUR');
  return {
    // Nobody can open the numbers of a picture.
    spending: { ...spending, table: { columns: [], rows: [] } },
    nextInvoice: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 14)),
  };
}
