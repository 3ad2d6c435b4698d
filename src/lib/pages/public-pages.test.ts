import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alternatesOf, isPublicPage, PUBLIC_PAGES, robotsTxt, sitemapXml } from './public-pages';

const ORIGIN = 'https://alcazar.example';

/** Pages for anybody that are a step of something, and not to be found. */
const STEPS = /^\/(auth\/.*|goodbye|logout|reset-password)$/;

/** The addresses of the pages below a group of routes. */
function pagesBelow(group: string): string[] {
  return globSync(`src/routes/${group}/**/index.{ts,tsx}`).map((file) => {
    const folders = file.replaceAll('\\', '/').split('/').slice(3, -1);
    return `/${folders.filter((folder) => !folder.startsWith('(')).join('/')}`;
  });
}

function disallowed(path: string): boolean {
  const rules = [...robotsTxt(ORIGIN).matchAll(/^Disallow: (.+)$/gm)].map((rule) => rule[1] ?? '');
  return rules.some((rule) => path.startsWith(rule));
}

test('every page for anybody is to be found, or is known as a step of something', () => {
  const open = [...pagesBelow('(site)'), ...pagesBelow('(auth)')];
  expect(open.length).toBeGreaterThan(10);
  expect(open.filter((page) => !isPublicPage(page) && !STEPS.test(page))).toEqual([]);
});

test('every page that is to be found is there, and crawlers may read it', () => {
  const open = [...pagesBelow('(site)'), ...pagesBelow('(auth)')];
  expect(PUBLIC_PAGES.filter((page) => !open.includes(page) || disallowed(page))).toEqual([]);
});

test('crawlers are asked to leave alone whatever is behind the door', () => {
  const behind = ['(app)', '(admin)', '(test-provider)'].flatMap(pagesBelow);
  expect(behind.length).toBeGreaterThan(20);
  expect(behind.filter((page) => !disallowed(page))).toEqual([]);
});

test('robots.txt names the sitemap by its full address', () => {
  expect(robotsTxt(ORIGIN)).toMatch(/^Sitemap: https:\/\/alcazar\.example\/sitemap\.xml$/m);
});

test('a page has an address in each language, and one that asks the browser', () => {
  expect(alternatesOf(ORIGIN, '/pricing')).toEqual([
    { hreflang: 'en', href: 'https://alcazar.example/pricing?lang=en' },
    { hreflang: 'es', href: 'https://alcazar.example/pricing?lang=es' },
    { hreflang: 'x-default', href: 'https://alcazar.example/pricing' },
  ]);
});

test('the sitemap names every address of every page once, each with all of them beside it', () => {
  const xml = sitemapXml(ORIGIN);
  const places = [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map((place) => place[1]);
  expect(places).toHaveLength(PUBLIC_PAGES.length * 3);
  expect(new Set(places).size).toBe(places.length);
  expect(places).toContain('https://alcazar.example/signup?lang=es');
  expect(xml.match(/hreflang="es"/g)).toHaveLength(places.length);
});
