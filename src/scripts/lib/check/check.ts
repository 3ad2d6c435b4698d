import { since } from '../progress';

/** What came of one check. */
export interface Outcome {
  passed: number;
  failed: number;
  /** A word beside the numbers: skipped tests, a reason why it was not run. */
  note?: string;
  /** Everything it said; shown in full when it failed. */
  output?: string;
}

export interface Check {
  name: string;
  run(): Promise<Outcome>;
}

/** Runs one check and prints its line; when it failed, what it said below. Never throws: what is thrown is a failure. */
export async function perform({ name, run }: Check): Promise<Outcome> {
  const began = performance.now();
  if (process.stdout.isTTY) process.stdout.write(`  … ${name}\r`);
  const outcome = await run().catch(thrown);
  const { passed, failed, note, output } = outcome;
  const counts =
    passed + failed > 0 ? `${passed} passed${failed > 0 ? `, ${failed} failed` : ''}` : 'not run';
  const mark = failed > 0 ? '✗' : passed > 0 ? '✓' : '–';
  console.log(
    `  ${mark} ${name.padEnd(34)} ${[counts, note].filter(Boolean).join(', ').padEnd(28)} ${since(began)}`,
  );
  if (failed > 0 && output) console.log(`\n${output.trim().replaceAll(/^/gm, '    ')}\n`);
  return outcome;
}

function thrown(error: unknown): Outcome {
  return { passed: 0, failed: 1, output: error instanceof Error ? error.message : String(error) };
}

/** The outcome of a check that finds things wrong, or does not. */
export function verdict(problems: string[]): Outcome {
  return problems.length > 0
    ? { passed: 0, failed: 1, output: problems.join('\n') }
    : { passed: 1, failed: 0 };
}
