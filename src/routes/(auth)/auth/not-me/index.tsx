import { component$ } from '@builder.io/qwik';
import {
  type DocumentHead,
  type RequestEvent,
  type RequestHandler,
  routeLoader$,
} from '@builder.io/qwik-city';
import * as PasswordService from '~/features/auth/password.service';
import { noticeHeading } from '~/features/security/notice-words';
import * as ReportsService from '~/features/security/reports.service';
import { ReportInput } from '~/features/security/security.input';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { visitOf } from '~/lib/request/visit';
import { clearSessionCookies } from '~/lib/supabase/session-cookies';
import { AskReport, ReportDone, ReportOver } from './report-pages';

type Report =
  | { state: 'asks'; token: string; about: string; when: Date }
  | { state: 'done'; isMailed: boolean }
  | { state: 'over' };

const KEY = 'report';
const OVER: Report = { state: 'over' };

export const onRequest: RequestHandler = ({ headers }) => {
  headers.set('Cache-Control', 'private, no-store');
};

/** Only looks: programs that search mail for bad links open every one of them. */
export const onGet: RequestHandler = async (event) => {
  const token = event.query.get('token') ?? '';
  const link = await ReportsService.findReport(token);
  if (!link) return over(event);
  const report: Report = { state: 'asks', token, about: noticeHeading(link.kind), when: link.createdAt };
  event.sharedMap.set(KEY, report);
};

/** The button of the page. */
export const onPost: RequestHandler = async (event) => {
  const report = ReportInput.safeParse(await event.parseBody());
  const account = await ReportsService.reportNotMe(report.data?.token, visitOf(event));
  if (!account) return over(event);
  // What this browser may have had is over too.
  clearSessionCookies(event);
  const done: Report = { state: 'done', isMailed: await mailResetLink(event, account.email) };
  event.sharedMap.set(KEY, done);
};

function over(event: RequestEvent): void {
  event.status(400);
  event.sharedMap.set(KEY, OVER);
}

/** What is done is done, also where the mail has to be asked for once more: too many were, or the auth server is away. */
async function mailResetLink(event: RequestEvent, email: string): Promise<boolean> {
  try {
    await PasswordService.requestPasswordReset({ email }, visitOf(event));
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

export const useReport = routeLoader$(({ sharedMap }): Report => sharedMap.get(KEY) ?? OVER);

export default component$(() => {
  const report = useReport().value;
  if (report.state === 'asks') return <AskReport {...report} />;
  if (report.state === 'done') return <ReportDone isMailed={report.isMailed} />;
  return <ReportOver />;
});

export const head: DocumentHead = ({ resolveValue }) => ({
  title: TITLE[resolveValue(useReport).state](),
  // The token stands in the address: whoever is linked to from here is told no more than the site.
  meta: [{ name: 'referrer', content: 'strict-origin' }],
});

const TITLE = {
  asks: () => m.security_report_title(),
  done: () => m.security_report_done_title(),
  over: () => m.security_report_over_title(),
};
