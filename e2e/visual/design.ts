import { expect, test } from '@playwright/test';

const LOOKS = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 390 },
] as const;

/** The one typeface that is the same everywhere: text is otherwise set in the system's own. */
const OWN_FACE = '* { font-family: "Bricolage Grotesque" !important; }';

for (const { theme, width } of LOOKS) {
  test(`every component looks as it did, ${theme} at ${width}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${process.env.ORIGIN}/design`);
    await page.addStyleTag({ content: OWN_FACE });
    await page.evaluate(() => document.fonts.ready);

    const sections = page.getByRole('main').locator('> section');
    const titles = await page.locator('main > section > h2').allTextContents();
    expect(titles.length).toBeGreaterThan(12);
    for (const title of titles) {
      const section = sections.filter({ has: page.getByRole('heading', { name: title, exact: true }) });
      await expect.soft(section).toHaveScreenshot(`${fileName(title)}.${width}.${theme}.png`);
    }
  });
}

function fileName(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
