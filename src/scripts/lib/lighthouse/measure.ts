import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '~/lib/errors';
import { BROWSER_FLAGS } from '../browser';

/** Not among the packages, which would be twice as many: `bun x` gets it when it is wanted. Decision 136. */
const LIGHTHOUSE = 'lighthouse@13.5.0';

export const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
export type Category = (typeof CATEGORIES)[number];

const Report = z.object({
  categories: z.record(
    z.string(),
    z.object({
      score: z.number(),
      auditRefs: z.array(z.object({ id: z.string(), weight: z.number() })),
    }),
  ),
  audits: z.record(
    z.string(),
    z.object({ score: z.number().nullable(), displayValue: z.string().optional() }),
  ),
});

export interface Measured {
  /** From 0 to 100. */
  scores: Record<Category, number>;
  /** What took something off them: `name (value)`. */
  lost: string[];
}

type Look = { url: string; cookie: string; browser: string };

/** Looks at a page as Lighthouse's phone on a slow connection does, once. Throws what it says when it can not. */
export async function measure({ url, cookie, browser }: Look): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'alcazar-lighthouse-'));
  try {
    const [report, headers] = [join(folder, 'report.json'), join(folder, 'headers.json')];
    writeFileSync(headers, JSON.stringify(cookie ? { Cookie: cookie } : {}), { mode: 0o600 });
    await run(browser, [
      ...[url, '--quiet', '--output=json', `--output-path=${report}`, `--extra-headers=${headers}`],
      `--only-categories=${CATEGORIES.join(',')}`,
      `--chrome-flags=--headless=new ${BROWSER_FLAGS.join(' ')}`,
    ]);
    return read(Report.parse(JSON.parse(readFileSync(report, 'utf8'))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(browser: string, args: string[]): Promise<void> {
  const child = Bun.spawn([process.execPath, 'x', '--bun', LIGHTHOUSE, ...args], {
    env: { ...process.env, CHROME_PATH: browser },
    stdout: 'ignore',
    stderr: 'pipe',
  });
  const said = await new Response(child.stderr).text();
  if ((await child.exited) !== 0)
    throw new AppError('unavailable', said.trim() || 'Lighthouse ended without a word.');
}

function read({ categories, audits }: z.infer<typeof Report>): Measured {
  const scoreOf = (category: Category) => Math.round((categories[category]?.score ?? 0) * 100);
  const counted = Object.values(categories).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0),
  );
  const lost = counted.flatMap(({ id }) => {
    const { score = null, displayValue } = audits[id] ?? {};
    return score === null || score >= 0.9 ? [] : [displayValue ? `${id} (${displayValue})` : id];
  });
  return {
    scores: {
      performance: scoreOf('performance'),
      accessibility: scoreOf('accessibility'),
      'best-practices': scoreOf('best-practices'),
      seo: scoreOf('seo'),
    },
    lost: [...new Set(lost)],
  };
}
