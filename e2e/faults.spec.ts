import { expect, test } from '@playwright/test';
import { requireCure } from '../src/scripts/lib/faults/patched-build';
import { SCENARIOS } from '../src/scripts/lib/faults/scenarios';

test('every control of the faults finds in the built server what it takes away', () => {
  for (const { control } of Object.values(SCENARIOS)) {
    if ('replace' in control) expect(() => requireCure(control)).not.toThrow();
  }
});
