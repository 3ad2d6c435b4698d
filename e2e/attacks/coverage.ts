import { formsOnDisk } from '../http/actions';

/** Buttons that are there where Stripe is, which this site has not. */
const ELSEWHERE = ['(app)/billing usePortal', '(app)/wallet/payments usePortal'];
/** The form of a layout, by a page on which it stands. */
const STANDS_AT: Record<string, string> = { '(auth) useResend': '(auth)/auth/confirm' };

/** The forms on disk that nobody has tried, one or more of a page, by what a probe calls those that it has seen taken. */
export function untried(forms: string[]): string[] {
  const wanted = formsOnDisk().filter((name) => !ELSEWHERE.includes(name));
  const byPlace = Map.groupBy(wanted, (name) => STANDS_AT[name] ?? name.split(' ')[0] ?? '');
  return [...byPlace].flatMap(([folder, names]) => {
    const seen = forms.filter((form) => patternOf(folder).test(form)).map(actionOf);
    return new Set(seen).size < names.length ? names : [];
  });
}

/** `(app)/billing/invoices/[number]` as it begins in the name of a form: `/billing/invoices/* `. */
function patternOf(folder: string): RegExp {
  const path = `/${folder}`.replaceAll(/\/\([^)]+\)/g, '').replaceAll(/\[[^\]]+\]/g, '[^/ ]+');
  return new RegExp(`^${path} `);
}

/** A page has one form without an action at most. */
const actionOf = (form: string) => /^\S+ (\w+)/.exec(form)?.[1] ?? '';
