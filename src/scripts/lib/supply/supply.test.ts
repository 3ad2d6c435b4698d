import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { billOfMaterials } from './bill';
import { licenceProblems, readLicencePolicy } from './licences';
import { productionTree } from './production-tree';

const DIGEST = Buffer.alloc(64, 7);

/** `a` needs `b`, of which it has a copy of its own, and a `c` for another machine; `d` is for development. */
const LOCK = `{
  "workspaces": { "": { "dependencies": { "a": "1.0.0", "@s/b": "2.0.0" }, "devDependencies": { "d": "1.0.0" } } },
  "packages": {
    "a": ["a@1.0.0", "", { "dependencies": { "@s/b": "1.0.0" }, "optionalDependencies": { "c": "1.0.0" },
      "peerDependencies": { "d": "1.0.0" }, "optionalPeers": ["d"] }, "sha512-AAAA"],
    "a/@s/b": ["@s/b@1.0.0", "", {}, "sha512-${DIGEST.toString('base64')}"],
    "@s/b": ["@s/b@2.0.0", "", {}, "sha512-CCCC"],
    "c": ["c@1.0.0", "", { "os": "none" }, "sha512-DDDD"],
    "d": ["d@1.0.0", "", {}, "sha512-EEEE"],
  },
}`;
const POLICY = { allowed: ['MIT'], packages: [] };
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'supply-'));
  install('a', 'MIT');
  install('a/node_modules/@s/b', 'GPL-3.0-only');
  install('@s/b', 'MIT');
  install('d', 'SSPL-1.0');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function install(folder: string, license: string) {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, 'package.json'), JSON.stringify({ license }));
}

const tree = () => productionTree(LOCK, root);

test('what runs in production is what it needs, each copy by itself, as it is installed here', () => {
  const found = [...tree()].map(([place, { version, needs }]) => [place, version, needs]);
  expect(found.sort()).toEqual([
    ['@s/b', '2.0.0', []],
    ['a', '1.0.0', ['a/@s/b']],
    ['a/@s/b', '1.0.0', []],
  ]);
});

describe('a licence', () => {
  test('of every package that runs in production is one that was agreed to', () => {
    expect(licenceProblems(productionTree().values(), readLicencePolicy())).toEqual([]);
  });

  test('that nobody has agreed to is named, in whatever copy', () => {
    expect(licenceProblems(tree().values(), POLICY)).toEqual(['@s/b 1.0.0: GPL-3.0-only']);
  });

  test('that has changed since somebody looked is named again, and so is an exception for nothing', () => {
    const exception = (name: string, licence: string) => ({ package: name, licence, because: 'looked at' });
    const packages = [exception('@s/*', 'LGPL-3.0-only'), exception('gone', 'MIT')];
    expect(licenceProblems(tree().values(), { ...POLICY, packages }).sort()).toEqual([
      '@s/b 1.0.0: GPL-3.0-only',
      '@s/b 2.0.0: MIT',
      'gone is an exception, and no package of ours',
    ]);
  });
});

test('the bill names every package with its hash and its licence, and what needs what', () => {
  const project = {
    name: 'app',
    version: '0.1.0',
    license: 'MIT',
    dependencies: { a: '1.0.0', '@s/b': '2.0.0' },
  };
  const bill = JSON.parse(billOfMaterials(project, tree(), POLICY));
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
  expect(bill.components).toContainEqual({
    type: 'library',
    'bom-ref': 'a/@s/b',
    group: '@s',
    name: 'b',
    version: '1.0.0',
    purl: 'pkg:npm/%40s/b@1.0.0',
    hashes: [{ alg: 'SHA-512', content: DIGEST.toString('hex') }],
    licenses: [{ license: { id: 'GPL-3.0-only' } }],
  });
  expect(bill.dependencies).toEqual(
    expect.arrayContaining([
      { ref: 'app', dependsOn: ['@s/b', 'a'] },
      { ref: 'a', dependsOn: ['a/@s/b'] },
    ]),
  );
});
