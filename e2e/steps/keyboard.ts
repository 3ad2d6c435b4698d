import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than any page has. */
const MOST_STOPS = 80;

/** Goes to a control with the Tab key alone. Wherever the focus stops on the way, it is seen. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    const { isThere, hidden } = await target.evaluate(lookAtFocus);
    expect(hidden).toBeNull();
    if (isThere) return;
  }
  throw new Error(`${target} is not reached with the Tab key`);
}

/** The same, and presses it. */
export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/**
 * Runs in the page. Is the focus on the control, and what has it without showing it: not outlined, or behind something else?
 * WCAG 2.4.7 and 2.4.11.
 */
function lookAtFocus(target: Element): { isThere: boolean; hidden: string | null } {
  const focused = document.activeElement;
  const isThere = focused === target;
  if (!focused || focused === document.body) return { isThere, hidden: null };
  const { outlineStyle, outlineWidth } = getComputedStyle(focused);
  const isOutlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  const { left, top, width, height } = focused.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  const isCovered = !seen || !(focused.contains(seen) || seen.contains(focused));
  return { isThere, hidden: isOutlined && !isCovered ? null : `hidden: ${focused.outerHTML}` };
}
