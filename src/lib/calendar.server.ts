import { TZDate } from '@date-fns/tz';

/** From `start`, up to and without `end`. */
export interface Span {
  start: Date;
  end: Date;
}

/**
 * The last so many months where that zone is, the running one last. They follow each other without a gap, however long they
 * are: a day has 23 or 25 hours twice a year, and begins at one where midnight is skipped. On the server alone, because it
 * brings its library along. Pure.
 */
export function lastMonths(count: number, now: Date, zone: string): readonly Span[] {
  return whileRunning(`${count} months ${zone}`, now, () => {
    const here = new TZDate(now, zone);
    return spans(count, (back) => new TZDate(here.getFullYear(), here.getMonth() - back, 1, zone));
  });
}

/** The last so many weeks, which begin on Monday, the running one last. Pure. */
export function lastWeeks(count: number, now: Date, zone: string): readonly Span[] {
  return whileRunning(`${count} weeks ${zone}`, now, () => {
    const here = new TZDate(now, zone);
    const monday = here.getDate() - ((here.getDay() + 6) % 7);
    return spans(count, (back) => new TZDate(here.getFullYear(), here.getMonth(), monday - 7 * back, zone));
  });
}

/** The last so many days, today last. Pure. */
export function lastDays(count: number, now: Date, zone: string): readonly Span[] {
  return whileRunning(`${count} days ${zone}`, now, () => {
    const here = new TZDate(now, zone);
    return spans(
      count,
      (back) => new TZDate(here.getFullYear(), here.getMonth(), here.getDate() - back, zone),
    );
  });
}

/** There are as many as zones that are in use. */
const worked = new Map<string, readonly Span[]>();

/** They stay the same until the running one is over, and working them out takes longer than the rest of a chart. */
function whileRunning(key: string, now: Date, work: () => Span[]): readonly Span[] {
  const known = worked.get(key);
  const running = known?.at(-1);
  if (known && running && running.start <= now && now < running.end) return known;
  const spans = work();
  worked.set(key, spans);
  return spans;
}

/** `startOf(0)` is when the running one began, `startOf(-1)` when it ends. */
function spans(count: number, startOf: (back: number) => TZDate): Span[] {
  return Array.from({ length: count }, (_, at) => {
    const back = count - 1 - at;
    return { start: plain(startOf(back)), end: plain(startOf(back - 1)) };
  });
}

/** Without its zone, which nobody behind this expects of a date. */
function plain(date: TZDate): Date {
  return new Date(date.getTime());
}
