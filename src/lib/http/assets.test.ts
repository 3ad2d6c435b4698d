import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { precompress } from '~/lib/build/precompress';
import { answerAsset, loadAssets } from './assets';

const SCRIPT = 'export const answer = 42;\n'.repeat(100);
const folder = mkdtempSync(join(tmpdir(), 'alcazar-assets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files: Record<string, string> = {
  'build/q-B9bIJUBm.js': SCRIPT,
  'build/q-B9bIJUBm.js.map': '{}',
  'assets/DbwEI32a-style.css': 'a{color:red}'.repeat(100),
  'assets/DbwEI32a-bundle-graph.json': '[]',
  'assets/logo.png': 'not really a picture',
  'robots.txt': 'User-agent: *',
  'favicon.svg': '<svg/>',
  'mañana.txt': 'ñ',
  'unknown.ending': '?',
  'q-manifest.json': '{}',
  '404.html': '<p>',
  '.well-known-secret': 'x',
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}
await precompress(folder);
const assets = loadAssets(folder);

function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return answerAsset(assets, new Request(`http://h.example${path}`, { method, headers }), path);
}

test('a file is answered with its type', async () => {
  expect(await ask('/build/q-B9bIJUBm.js')?.text()).toBe(SCRIPT);
  expect(ask('/build/q-B9bIJUBm.js')?.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
  expect(ask('/favicon.svg')?.headers.get('Content-Type')).toBe('image/svg+xml; charset=utf-8');
  expect(ask('/unknown.ending')?.headers.get('Content-Type')).toBe('application/octet-stream');
  expect(await ask('/ma%C3%B1ana.txt')?.text()).toBe('ñ');
});

test.each([
  '/q-manifest.json',
  '/q-manifest.json.br',
  '/build/q-B9bIJUBm.js.map',
  '/build/q-B9bIJUBm.js.br',
  '/build/q-B9bIJUBm.js.gz',
  '/assets/DbwEI32a-bundle-graph.json',
  '/404.html',
  '/.well-known-secret',
  '/../package.json',
  '/build',
  '/build/',
  '/',
  '/__proto__',
  '/constructor',
])('%s is not served', (path) => {
  expect(ask(path)).toBeUndefined();
});

test('only a name with a hash in it is kept for ever', () => {
  const caching = (path: string) => ask(path)?.headers.get('Cache-Control');
  expect(caching('/build/q-B9bIJUBm.js')).toBe('public, max-age=31536000, immutable');
  expect(caching('/assets/DbwEI32a-style.css')).toBe('public, max-age=31536000, immutable');
  for (const path of ['/assets/logo.png', '/robots.txt', '/favicon.svg'])
    expect(caching(path)).toBe('public, max-age=3600');
});

test('a text file comes in the encoding the client takes, and says that it depends on it', async () => {
  const br = ask('/build/q-B9bIJUBm.js', { 'Accept-Encoding': 'gzip, br' });
  expect(br?.headers.get('Content-Encoding')).toBe('br');
  expect(br?.headers.get('Vary')).toBe('Accept-Encoding');
  expect(brotliDecompressSync((await br?.bytes()) ?? '').toString()).toBe(SCRIPT);
  const gzip = ask('/build/q-B9bIJUBm.js', { 'Accept-Encoding': 'gzip' });
  expect(gunzipSync((await gzip?.bytes()) ?? '').toString()).toBe(SCRIPT);
});

test('a picture, and a file too small to shrink, come as they are', () => {
  for (const path of ['/assets/logo.png', '/robots.txt']) {
    expect(ask(path, { 'Accept-Encoding': 'br' })?.headers.get('Content-Encoding')).toBeNull();
  }
});

test('a client that has the file already gets 304, one tag for each encoding', async () => {
  const path = '/build/q-B9bIJUBm.js';
  const plain = ask(path)?.headers.get('ETag') ?? '';
  const br = ask(path, { 'Accept-Encoding': 'br' })?.headers.get('ETag') ?? '';
  expect(plain).not.toBe(br);
  for (const tag of [plain, `W/${plain}`, `"other", ${plain}`, '*']) {
    const answer = ask(path, { 'If-None-Match': tag });
    expect(answer?.status).toBe(304);
    expect(answer?.headers.get('ETag')).toBe(plain);
    expect(await answer?.text()).toBe('');
  }
  expect(ask(path, { 'If-None-Match': br })?.status).toBe(200);
});

test('HEAD has the length and no body; nothing can be written', async () => {
  const head = ask('/build/q-B9bIJUBm.js', {}, 'HEAD');
  expect(head?.headers.get('Content-Length')).toBe(String(SCRIPT.length));
  expect(await head?.text()).toBe('');
  const post = ask('/build/q-B9bIJUBm.js', {}, 'POST');
  expect([post?.status, post?.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
});
