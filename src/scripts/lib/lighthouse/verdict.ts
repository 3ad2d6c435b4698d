import { CATEGORIES, type Category, type Measured } from './measure';

/** The least that counts as good. A page nobody is to find is not asked what a search engine asks. */
export type Goal = Partial<Record<Category, number>>;

export const PUBLIC_GOAL: Goal = { performance: 100, accessibility: 100, 'best-practices': 100, seo: 100 };
export const PRIVATE_GOAL: Goal = { performance: 99, accessibility: 100, 'best-practices': 100 };

/** The categories in which a page stays below its goal. Pure. */
export function below({ scores }: Measured, goal: Goal): Category[] {
  return CATEGORIES.filter((category) => scores[category] < (goal[category] ?? 0));
}

/** The one in the middle by performance, the only score that differs from one look to the next. Pure. */
export function median(looks: Measured[]): Measured | undefined {
  const ordered = looks.toSorted((a, b) => a.scores.performance - b.scores.performance);
  return ordered[Math.floor(ordered.length / 2)];
}

/** The line of a page in the table: its scores, and what took something off where it is below its goal. Pure. */
export function lineOf(page: string, measured: Measured, goal: Goal): string {
  const failed = below(measured, goal);
  const cells = CATEGORIES.map((category) => {
    const score = goal[category] === undefined ? '–' : String(measured.scores[category]);
    return (failed.includes(category) ? `${score} !` : score).padEnd(8);
  });
  const why = failed.length > 0 ? measured.lost.join(', ') : '';
  return [page.padEnd(38), ...cells, why].join(' ').trimEnd();
}

/** The names of the columns. */
export const HEADING = [
  'page'.padEnd(38),
  ...['perf', 'a11y', 'best', 'seo'].map((name) => name.padEnd(8)),
].join(' ');
