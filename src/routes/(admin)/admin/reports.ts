import * as ReportsService from '~/features/admin/reports.service';
import { lastDays, lastMonths, lastWeeks } from '~/lib/calendar.server';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import { REPORT_ZONE } from './report-zone';
import { shownCounts } from './shown-counts';
import { shownMoves, shownRecurring } from './shown-revenue';

const [MONTHS, WEEKS, DAYS] = [12, 12, 30];
const NOBODY = { currency: 'EUR', months: [], paying: 0 };

/** Everything the overview shows, in the currency that was asked for, else in the first in which anybody pays. */
export async function reportsFor(actor: Actor, asked: string | null, now: Date) {
  const months = lastMonths(MONTHS, now, REPORT_ZONE);
  const weeks = lastWeeks(WEEKS, now, REPORT_ZONE);
  const days = lastDays(DAYS, now, REPORT_ZONE);
  const [revenues, signUps, sessions, freshness] = await Promise.all([
    ReportsService.listRevenue(actor, months),
    ReportsService.listSignUps(actor, weeks),
    ReportsService.listActiveSessions(actor, days),
    ReportsService.findFreshness(actor),
  ]);
  const revenue = revenues.find(({ currency }) => currency === asked) ?? revenues[0] ?? NOBODY;
  return {
    freshness,
    currency: revenue.currency,
    currencies: revenues.map(({ currency }) => currency),
    paying: revenue.paying,
    latest: revenue.months.at(-1) ?? { recurring: 0n, gained: 0n, changed: 0n, lost: 0n },
    recurring: shownRecurring(revenue, months),
    moves: shownMoves(revenue, months),
    signUps: shownCounts({
      spans: weeks,
      counts: signUps,
      figure: 'sum',
      every: 2,
      words: {
        title: m.admin_reports_sign_ups(),
        lead: m.admin_reports_sign_ups_lead(),
        note: m.admin_reports_in_all(),
        columns: [m.admin_reports_column_week(), m.admin_reports_column_people()],
      },
    }),
    sessions: shownCounts({
      spans: days,
      counts: sessions,
      figure: 'last',
      every: 7,
      words: {
        title: m.admin_reports_sessions(),
        lead: m.admin_reports_sessions_lead(),
        note: m.admin_reports_today(),
        columns: [m.admin_reports_column_day(), m.admin_reports_column_sessions()],
      },
    }),
  };
}

export type Reports = Awaited<ReturnType<typeof reportsFor>>;
