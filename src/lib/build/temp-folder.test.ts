import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MODULE = fileURLToPath(new URL('./temp-folder.ts', import.meta.url));

test('each build has a temporary folder of its own, and leaves none behind', () => {
  const [one, other] = [folderOfABuild(), folderOfABuild()];
  expect(one).toContain('alcazar-build-');
  expect(one).not.toBe(other);
  expect([one, other].filter(existsSync)).toEqual([]);
});

/** Where Qwik, in a process that builds, would put its file. */
function folderOfABuild(): string {
  const script = `
    const { keepTempFilesApart } = await import(${JSON.stringify(MODULE)});
    keepTempFilesApart();
    const { tmpdir } = await import('node:os');
    require('node:fs').accessSync(tmpdir());
    process.stdout.write(tmpdir());
    process.exit(0);`;
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout;
}
