import type { Outcome } from './check';

/** The parts of Vitest's JSON report that are counted. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  success: boolean;
}

/** The parts of Playwright's JSON report that are counted. A flaky test passed at last, and is a failure all the same. */
export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

export function vitestOutcome(report: VitestReport, exitCode: number): Outcome {
  return outcomeOf(report.numPassedTests, report.numFailedTests, report.numPendingTests, exitCode);
}

export function playwrightOutcome({ stats }: PlaywrightReport, exitCode: number): Outcome {
  return outcomeOf(stats.expected, stats.unexpected + stats.flaky, stats.skipped, exitCode);
}

/** A runner that fails without a failed test (a file that does not load), or that ran none, has failed once. */
function outcomeOf(passed: number, failed: number, skipped: number, exitCode: number): Outcome {
  const note = skipped > 0 ? `${skipped} skipped` : undefined;
  if (failed === 0 && exitCode !== 0) return { passed, failed: 1, note };
  if (failed === 0 && passed === 0) return { passed: 0, failed: 1, note: 'no test was run' };
  return { passed, failed, note };
}
