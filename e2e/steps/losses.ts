import type { Page } from '@playwright/test';

/**
 * What is lost where there is less room: the page scrolls sideways, or a text is cut off or stands beyond the edge. A part that
 * scrolls by itself loses nothing, and a picture has no text. WCAG 1.4.4, 1.4.10.
 */
export function lossesOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const NO_TEXT = '[aria-hidden="true"], [role="img"], svg';
    const { clientWidth, scrollWidth } = document.documentElement;
    const losses = scrollWidth > clientWidth ? ['scrolls sideways'] : [];
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest(NO_TEXT) || !element.checkVisibility() || isForListeners(element)) continue;
      const words = [...element.childNodes].filter(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
      if (isCut(element)) losses.push(`cut off: ${element.outerHTML.slice(0, 200)}`);
      if (words.some(isBeyondEdge) && !scrollsByItself(element))
        losses.push(`beyond the edge: ${element.outerHTML.slice(0, 200)}`);
    }
    return losses;

    /** A thing of one pixel is there to be read out. */
    function isForListeners(element: Element): boolean {
      return element.getBoundingClientRect().width <= 1;
    }

    function isCut(element: Element): boolean {
      const { overflowX, overflowY } = getComputedStyle(element);
      const cutsWidth = /hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1;
      const cutsHeight = /hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1;
      return cutsWidth || cutsHeight;
    }

    function isBeyondEdge(node: Node): boolean {
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, right } = range.getBoundingClientRect();
      return left < -1 || right > clientWidth + 1;
    }

    function scrollsByItself(element: Element): boolean {
      for (let part: Element | null = element; part && part !== document.body; part = part.parentElement)
        if (/auto|scroll/.test(getComputedStyle(part).overflowX)) return true;
      return false;
    }
  });
}
