import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { afterEach, expect, test } from 'vitest';
import { serverOnly } from './server-only';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** Builds a small site of these files, for the browser or for the server. */
async function buildOf(files: Record<string, string>, ssr = false): Promise<unknown> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'alcazar-build-')));
  roots.push(root);
  for (const [name, code] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), code);
  }
  return build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [serverOnly()],
    build: { ssr, write: false, rollupOptions: { input: join(root, 'src/entry.ts') } },
  });
}

const LEAK = {
  'src/entry.ts': `import { Page } from './features/x/page'; console.log(Page);`,
  'src/features/x/page.ts': `import { listInvoices } from './x.service'; export const Page = listInvoices;`,
  'src/features/x/x.service.ts': `import { db } from '../../lib/db/client'; export const listInvoices = () => db;`,
  'src/lib/db/client.ts': `export const db = 'secret';`,
};

test('a server-only module in the browser’s build fails it, and every file on the way is named', async () => {
  const failure = buildOf(LEAK);
  await expect(failure).rejects.toThrow(
    'src/lib/db/client.ts ← src/features/x/x.service.ts ← src/features/x/page.ts ← src/entry.ts',
  );
  await expect(failure).rejects.toThrow(
    '  src/features/x/x.service.ts ← src/features/x/page.ts ← src/entry.ts',
  );
});

test.each(['src/lib/env.server.ts', 'src/lib/data/user.ts', 'src/lib/supabase/server.ts'])(
  'so does %s',
  async (file) => {
    const entry = `import { x } from './${file.slice(4, -3)}'; console.log(x);`;
    await expect(buildOf({ 'src/entry.ts': entry, [file]: `export const x = 1;` })).rejects.toThrow(
      `${file} ← src/entry.ts`,
    );
  },
);

test('the server may have them', async () => {
  await expect(buildOf(LEAK, true)).resolves.toBeDefined();
});

test('a type is not a leak, and neither is a browser-safe neighbour', async () => {
  const built = buildOf({
    ...LEAK,
    'src/entry.ts': `import type { Row } from './lib/db/client'; import { isDue } from './features/x/x.rules'; export const row: Row = isDue;`,
    'src/features/x/x.rules.ts': `export const isDue = true;`,
  });
  await expect(built).resolves.toBeDefined();
});

test.each(['server$', 'globalAction$'])(
  '%s runs past every guard, so neither half builds with it',
  async (name) => {
    const files = {
      'src/entry.ts': `import { ${name} } from './city'; export const f = ${name}(() => 1);`,
      'src/city.ts': `export const ${name} = (f: unknown) => f;`,
    };
    await expect(buildOf(files)).rejects.toThrow(`src/entry.ts uses ${name}`);
    await expect(buildOf(files, true)).rejects.toThrow(`src/entry.ts uses ${name}`);
  },
);
