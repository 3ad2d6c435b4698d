import { describe, expect, test } from 'vitest';
import { playwrightOutcome, vitestOutcome } from './reports';

const vitest = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, success: true };
const playwright = { expected: 5, unexpected: 0, flaky: 0, skipped: 0 };

describe('the count of a runner', () => {
  test('is what its report says', () => {
    expect(vitestOutcome({ ...vitest, numFailedTests: 2 }, 1)).toMatchObject({ passed: 7, failed: 2 });
    expect(playwrightOutcome({ stats: { ...playwright, unexpected: 1 } }, 1)).toMatchObject({
      passed: 5,
      failed: 1,
    });
  });

  test('has a failure when the runner failed without a failed test', () => {
    expect(vitestOutcome(vitest, 1)).toMatchObject({ passed: 7, failed: 1 });
    expect(playwrightOutcome({ stats: playwright }, 1)).toMatchObject({ passed: 5, failed: 1 });
  });

  test('has a failure when no test was run, whatever the exit code', () => {
    expect(vitestOutcome({ ...vitest, numPassedTests: 0, numPendingTests: 3 }, 0)).toMatchObject({
      failed: 1,
    });
    expect(playwrightOutcome({ stats: { ...playwright, expected: 0 } }, 0)).toMatchObject({ failed: 1 });
  });

  test('takes a flaky test for a failed one, and mentions the skipped', () => {
    expect(playwrightOutcome({ stats: { ...playwright, flaky: 1, skipped: 2 } }, 0)).toEqual({
      passed: 5,
      failed: 1,
      note: '2 skipped',
    });
  });
});
