import { afterEach, beforeEach, expect, vi } from 'vitest';

/** An error on the console that no test asked for is a failure. A test that expects one says `vi.mocked(console.error).mockClear()` after looking. */
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

afterEach(() => {
  const calls = vi.mocked(console.error).mock.calls;
  vi.restoreAllMocks();
  expect(calls, 'unexpected console.error').toEqual([]);
});
