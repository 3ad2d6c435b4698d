import { readFileSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { diamond, MARK, star } from '~/components/star';
import { main } from './lib/command';

const HELP = `
bun src/scripts/draw.ts [--browser <path>]

Draws the pictures of public/ that can not be SVG: the icons for home screens and the card that a shared link shows.
Run it after a change of the mark, the colours or the heading face, and commit what it writes.

  --browser <path>  a Chromium of your own; Playwright's by default

Exit codes: 0 drawn · 1 failed · 2 wrong arguments
`;

const BLUE = '#214a9b';

await main({ help: HELP, options: { browser: { type: 'string' } } }, async ({ values }) => {
  const browser = await chromium.launch({ executablePath: values.browser, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  try {
    await draw(page, 'public/apple-touch-icon.png', 180, 180, icon(180));
    await draw(page, 'public/icon-192.png', 192, 192, icon(192));
    await draw(page, 'public/icon-512.png', 512, 512, icon(512));
    await draw(page, 'public/social-card.png', 1200, 630, socialCard());
  } finally {
    await browser.close();
  }
  return 0;
});

async function draw(page: Page, path: string, width: number, height: number, svg: string): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.setContent(`<style>body{margin:0}svg{display:block}${face()}</style>${svg}`);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path });
  console.log(path);
}

/** Full bleed, the star inside the safe circle: home screens cut their own corners. */
function icon(size: number): string {
  return `<svg viewBox="0 0 32 32" width="${size}" height="${size}">
    <rect width="32" height="32" fill="${BLUE}" />
    <path fill="#fff" fill-rule="evenodd" transform="translate(5.6 5.6) scale(.65)" d="${MARK}" />
  </svg>`;
}

function socialCard(): string {
  return `<svg viewBox="0 0 1200 630" width="1200" height="630" font-family="Bricolage" font-weight="600" fill="#fff">
    <defs>
      <pattern id="tile" width="150" height="150" patternUnits="userSpaceOnUse" patternTransform="translate(750 -60)">
        <g stroke="#fff"><path d="${star(75, 75)}" fill-opacity=".05" stroke-opacity=".2" />
        <path d="${star(75, 43.5)}" fill-opacity=".05" stroke-opacity=".2" />
        <path d="${star(75, 22.5)}${diamond(75, 9)}" fill-opacity=".22" fill-rule="evenodd" stroke="none" /></g>
      </pattern>
    </defs>
    <rect width="1200" height="630" fill="${BLUE}" />
    <rect x="750" width="450" height="630" fill="url(#tile)" />
    <path fill-rule="evenodd" transform="translate(80 80) scale(2)" d="${MARK}" />
    <text x="164" y="127" font-size="44">Alcázar</text>
    <text x="80" y="440" font-size="72" letter-spacing="-1">A fortress that is</text>
    <text x="80" y="524" font-size="72" letter-spacing="-1">a pleasure to live in.</text>
  </svg>`;
}

function face(): string {
  const font = readFileSync('src/lib/fonts/bricolage-grotesque.woff2').toString('base64');
  return `@font-face{font-family:Bricolage;font-weight:500 700;src:url(data:font/woff2;base64,${font})}`;
}
