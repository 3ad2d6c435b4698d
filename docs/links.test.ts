import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const PAGES = [
  'README.md',
  'supabase/README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];

/** Made by a command and not in git, so a page may name it where it is not there yet. */
const GENERATED = /^(src\/lib\/types\/supabase\.ts|src\/lib\/i18n\/paraglide\b.*)$/;

test('every link leads to a file that is there, and to a heading in it', () => {
  expect(inAllPages((page, text) => linksOf(text).filter((link) => !leadsSomewhere(page, link)))).toEqual([]);
});

test('every path of ours that a page names is there', () => {
  const isMissing = (path: string) => !GENERATED.test(path) && !existsSync(path);
  expect(inAllPages((_page, text) => pathsOf(text).filter(isMissing))).toEqual([]);
});

test('the index of the guide names every page of it', () => {
  const index = linksOf(readFileSync('docs/guide/README.md', 'utf8'));
  const pages = readdirSync('docs/guide').filter((name) => name.endsWith('.md') && name !== 'README.md');
  expect(pages.filter((name) => !index.includes(name))).toEqual([]);
});

test('a link that leads nowhere is noticed', () => {
  const links = linksOf('[a](none.md) [b](README.md#none) [c](README.md#run-it) [d][e]\n\n[e]: gone.md\n');
  expect(links.filter((link) => !leadsSomewhere('README.md', link))).toEqual([
    'none.md',
    'README.md#none',
    'gone.md',
  ]);
});

/** `page: what it found`, for every page. Blocks of code are left out: they are examples. */
function inAllPages(find: (page: string, text: string) => string[]): string[] {
  return PAGES.flatMap((page) => {
    const text = readFileSync(page, 'utf8').replace(/^```.*?^```/gms, '');
    return find(page, text).map((found) => `${page}: ${found}`);
  });
}

/** Paths from the root, between backticks and without wildcards. */
function pathsOf(markdown: string): string[] {
  const paths = markdown.matchAll(/`((?:\.ci|docs|e2e|src|supabase)\/[\w./()@[\]-]+)`/g);
  return [...paths].map((hit) => hit[1] ?? '');
}

/** The targets within the repository: `[text](target)` and `[name]: target`. */
function linksOf(markdown: string): string[] {
  const inText = [...markdown.matchAll(/\]\(([^)\s]+)\)/g)];
  const below = [...markdown.matchAll(/^\[[^\]]+\]:\s+(\S+)/gm)];
  return [...inText, ...below].map((hit) => hit[1] ?? '').filter((target) => !/^[a-z]+:/i.test(target));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const file = path ? join(dirname(page), path) : page;
  if (!existsSync(file)) return false;
  return !heading || headingsOf(readFileSync(file, 'utf8')).includes(heading);
}

/** As GitHub makes anchors of headings. */
function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+\s+(.+)$/gm)].map((hit) =>
    (hit[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-'),
  );
}
