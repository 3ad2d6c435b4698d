import type { HttpBrowser } from '../../e2e/http/http-browser';
import { owner } from '../../src/lib/testing/owner';
import { recordPage, startRecorder } from './recorded';

/** Prints how the database goes about what each page asks: the scans of each statement after the guard's. */
export async function printPlans(pages: string[], browser: HttpBrowser): Promise<void> {
  const recorder = await startRecorder();
  for (const path of pages) {
    const { statements } = await recordPage(recorder, browser, path);
    console.log(`\n${path}`);
    for (const { text, values } of statements.slice(1)) {
      const plan = await owner.unsafe(`explain (costs off) ${text}`, values);
      const scans = plan.map((line) => String(line['QUERY PLAN']).trim()).filter((line) => /Scan/.test(line));
      console.log(
        `  ${tableOf(text)}: ${scans.map((scan) => scan.replace(/^->\s+/, '')).join(' · ') || 'no scan'}`,
      );
    }
  }
  await recorder.stop();
}

/** The first table that a statement names. */
function tableOf(text: string): string {
  return /\bfrom "?(\w+)"?/.exec(text)?.[1] ?? '';
}
