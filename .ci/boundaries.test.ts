import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const CRUISER = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const LINTER = resolve('node_modules/@biomejs/biome/bin/biome');

/** What may be: each arrow of the house once, and the two exceptions. */
const LEGAL = {
  'src/routes/(app)/dashboard/index.tsx': `
    import * as AuthService from '~/features/auth/auth.service';
    import { Button } from '~/components/button';
    import { useUser } from '../layout';
    import { helper } from './helper';
    export const page = [AuthService, Button, helper, useUser];`,
  'src/routes/(app)/layout.tsx': 'export const useUser = 1;',
  'src/routes/(app)/dashboard/helper.ts': 'export const helper = 1;',
  'src/features/auth/auth.service.ts': `
    import { db } from '~/lib/db/client';
    import { profiles } from './auth.schema';
    export const getProfile = () => [db, profiles];`,
  'src/features/auth/auth.schema.ts':
    "import { pgTable } from 'drizzle-orm'; export const profiles = pgTable;",
  'src/features/auth/auth.input.ts': `
    import type { profiles } from './auth.schema';
    export type Input = typeof profiles;
    export const input = 1;`,
  'src/components/button.tsx': "import { label } from '~/lib/i18n/label'; export const Button = label;",
  'src/lib/i18n/label.ts': 'export const label = 1;',
  'src/lib/data/system.ts': "export { db } from '~/lib/db/client';",
  'src/lib/db/client.ts': "import * as schema from './schema'; export const db = schema;",
  'src/lib/db/schema.ts': "export * from '~/features/auth/auth.schema';",
  'src/scripts/seed.ts': `
    import { db } from '~/lib/db/client';
    import { stack } from '../../supabase/local/stack';
    console.log(db, stack);`,
  'src/features/auth/auth.service.test.ts': "import { stack } from '../../../supabase/local/stack'; stack;",
  'supabase/local/stack.ts': 'export const stack = 1;',
  'node_modules/drizzle-orm/package.json':
    '{ "name": "drizzle-orm", "version": "1.0.0", "main": "index.js" }',
  'node_modules/drizzle-orm/index.js': 'export const pgTable = 1;',
  'tsconfig.json':
    '{ "compilerOptions": { "baseUrl": ".", "paths": { "~/*": ["src/*"] }, "jsx": "react-jsx" } }',
  'package.json': '{ "type": "module", "dependencies": { "drizzle-orm": "1.0.0" } }',
};

/** What may not: [rule, file, what it says]. */
const FORBIDDEN = [
  ['no-circle', 'src/features/a/a.service.ts', "export * from '../b/b.service';"],
  ['nobody-imports-a-route', 'src/routes/(app)/a/index.tsx', "export * from '../dashboard/index';"],
  ['nobody-imports-a-route', 'src/entry.x.tsx', "export * from './routes/(app)/dashboard';"],
  ['a-layout-is-for-its-pages', 'src/features/k/k-nav.tsx', "export * from '~/routes/(app)/layout';"],
  ['features-know-no-route', 'src/features/k/k-nav.tsx', "export * from '~/routes/(app)/layout';"],
  ['lib-knows-nothing-above', 'src/lib/a.ts', "export * from '~/components/button';"],
  ['lib-knows-nothing-above', 'src/lib/b.ts', "export type * from '~/features/auth/auth.schema';"],
  ['the-schema-gathers-tables-only', 'src/lib/db/schema.ts', "export * from '~/features/auth/auth.input';"],
  ['components-know-lib-only', 'src/components/a.tsx', "export * from '~/features/auth/auth.input';"],
  [
    'features-know-no-route',
    'src/features/c/c.service.ts',
    "export * from '~/routes/(app)/dashboard/helper';",
  ],
  ['pages-ask-services', 'src/routes/b/index.tsx', "export * from '~/lib/db/client';"],
  ['pages-ask-services', 'src/routes/c/layout.tsx', "export * from '~/lib/data/system';"],
  ['pages-ask-services', 'src/routes/d/index.tsx', "export * from 'drizzle-orm';"],
  ['pages-ask-services', 'src/routes/plugin@x.ts', "export * from 'postgres';"],
  ['nobody-imports-a-script', 'src/root.tsx', "export * from '~/scripts/seed';"],
  ['the-app-knows-no-stack', 'src/features/e/e.service.ts', "export * from '../../../supabase/local/stack';"],
  ['no-barrel', 'src/features/f/index.ts', "export * from './f.rules';"],
  ['every-alias-resolves', 'src/features/g/g.service.ts', "export * from '~/lib/nowhere';"],
  ['no-server-in-the-browser', 'src/features/h/h.rules.ts', "export * from '~/features/auth/auth.service';"],
  ['no-server-in-the-browser', 'src/features/i/i.input.ts', "export * from '~/lib/far';"],
  ['no-server-in-the-browser', 'src/components/b.tsx', "export * from '~/lib/env.server';"],
  ['no-runtime-module-in-the-browser', 'src/features/j/j-table.tsx', "export * from 'node:fs';"],
] as const;

/** Innocent by themselves: what the guilty ones need. */
const HELPERS = {
  'src/features/b/b.service.ts': "export * from '../a/a.service';",
  'src/features/f/f.rules.ts': 'export const f = 1;',
  'src/lib/far.ts': "export * from '~/lib/data/system';",
  'src/lib/env.server.ts': 'export const ENV = 1;',
};

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'boundaries-'));
  write({ ...LEGAL });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the boundaries', { timeout: 60_000 }, () => {
  test('let every arrow of the house pass', () => {
    expect(violations()).toEqual([]);
  });

  test('name each file that goes against an arrow, and no other', () => {
    write({ ...HELPERS, ...Object.fromEntries(FORBIDDEN.map(([, file, text]) => [file, text])) });
    const expected = new Set(FORBIDDEN.map(([rule, file]) => `${rule}: ${file}`));
    expect(violations()).toEqual([...expected].sort());
  });
});

describe('the linter', () => {
  test('refuses the imports that run past the guards, the zod inside Qwik and inline styles', () => {
    write({
      'lint/guards.tsx': imports('@builder.io/qwik-city', 'server$', 'globalAction$', 'zod$', 'routeLoader$'),
      'lint/styles.tsx': imports('@builder.io/qwik', 'useStyles$', 'useStylesScoped$', 'component$'),
    });
    expect(restrictedImports()).toEqual([
      ...['globalAction$', 'server$', 'zod$'].map((name) => `lint/guards.tsx: ${name}`),
      ...['useStyles$', 'useStylesScoped$'].map((name) => `lint/styles.tsx: ${name}`),
    ]);
  });
});

function write(files: Record<string, string>) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

/** `rule: file` of everything both configurations object to, each once. */
function violations(): string[] {
  const found = ['boundaries.cjs', 'boundaries.browser.cjs'].flatMap((config) => {
    const args = [CRUISER, '--config', resolve('.ci', config), '--output-type', 'json', 'src', 'supabase'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    const report: { summary: { violations: { rule: { name: string }; from: string }[] } } =
      JSON.parse(stdout);
    return report.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
  });
  return [...new Set(found)].sort();
}

/** One import a line, so that the line of a complaint is its name. */
function imports(from: string, ...names: string[]): string {
  const lines = names.map((name) => `import { ${name} } from '${from}';`);
  return `${lines.join('\n')}\nexport const used = [${names.join(', ')}];\n`;
}

/** `file: name` of every import the linter's rule objects to. */
function restrictedImports(): string[] {
  const args = [
    LINTER,
    'lint',
    '--config-path',
    resolve('.'),
    '--vcs-enabled=false',
    '--reporter=json',
    'lint',
  ];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  const report: { diagnostics: Complaint[] } = JSON.parse(stdout);
  return report.diagnostics
    .filter(({ category }) => category === 'lint/style/noRestrictedImports')
    .map(({ location: { path, start } }) => `${path}: ${nameAt(path, start.line)}`)
    .sort();
}

interface Complaint {
  category: string;
  location: { path: string; start: { line: number } };
}

function nameAt(path: string, line: number): string | undefined {
  const text = readFileSync(join(folder, path), 'utf8').split('\n')[line - 1];
  return /\{ (.+) \}/.exec(text ?? '')?.[1];
}
