import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Floor, lockfileProblems, readFloors } from './lockfile';

const FLOORS: Floor[] = [{ package: '@scope/thing', atLeast: '2.1.0', because: 'of a hole' }];

const lock = (...packages: string[]) =>
  `{ "lockfileVersion": 2, "packages": { ${packages.map((name, index) => `"p${index}": ["${name}", "", {}, "sha512-x=="],`).join('\n')} } }`;

describe('the lockfile', () => {
  test('passes when every copy of a package is at its floor or above', () => {
    expect(lockfileProblems(lock('@scope/thing@2.1.0', '@scope/thing@3.0.0', 'other@0.1.0'), FLOORS)).toEqual(
      [],
    );
  });

  test('fails for a nested copy below the floor, and says why', () => {
    expect(lockfileProblems(lock('@scope/thing@2.1.0', '@scope/thing@2.0.9'), FLOORS)).toEqual([
      '@scope/thing 2.0.9 is below 2.1.0: of a hole.',
    ]);
  });

  test('fails when it holds a download address', () => {
    expect(lockfileProblems(lock('other@https://example.test/other.tgz'), FLOORS)).toEqual([
      expect.stringContaining('download address'),
    ]);
  });

  test('holds every package we have a floor for: a floor for nothing would guard nothing', () => {
    const text = readFileSync('bun.lock', 'utf8');
    const impossible = readFloors().map((floor) => ({ ...floor, atLeast: '9999.0.0' }));
    const found = lockfileProblems(text, impossible);
    for (const floor of impossible)
      expect(found).toContainEqual(expect.stringContaining(`${floor.package} `));
  });
});
