import { readFileSync } from 'node:fs';
import { requireBrowser } from './lib/browser-install';
import { type Check, type Outcome, perform, verdict } from './lib/check/check';
import { writeDatabaseTypes } from './lib/check/database-types';
import { lockfileProblems, readFloors } from './lib/check/lockfile';
import { runPlaywright, runVitest, script, tool } from './lib/check/programs';
import { secretProblems } from './lib/check/secrets';
import { hasSystemPostgres } from './lib/check/system-postgres';
import { leaksInTrackedFiles } from './lib/check/tracked-files';
import { EXIT, main } from './lib/command';
import { missingCures } from './lib/faults/patched-build';
import { onLauncherLost } from './lib/launcher';
import { since } from './lib/progress';

const HELP = `
bun run check

Proves everything: messages, database types, types, lint, boundaries, lockfile, the build, secrets, unit and integration tests (on
the local Supabase, and on this machine's Postgres and pgbouncer where they are installed), and browser tests against the
built server. Installs what it needs. The last line says how many passed and failed.

  -h, --help  this text

Exit codes: 0 all passed · 1 something failed
`;

const CHECKS: Check[] = [
  script('messages', 'src/scripts/messages.ts'),
  { name: 'database types', run: () => writeDatabaseTypes().then(() => verdict([])) },
  tool('types', 'tsc', ['--noEmit']),
  tool('lint', 'biome', ['ci', '--colors=off']),
  tool('boundaries', 'depcruise', ['--config', '.ci/boundaries.cjs', 'src', 'supabase', 'e2e', 'bench']),
  tool('boundaries of the browser', 'depcruise', ['--config', '.ci/boundaries.browser.cjs', 'src']),
  {
    name: 'lockfile',
    run: async () => verdict(lockfileProblems(readFileSync('bun.lock', 'utf8'), readFloors())),
  },
  { name: 'no registry, no private path', run: async () => verdict(leaksInTrackedFiles()) },
  script('build', 'src/scripts/build.ts'),
  { name: 'no secret, in the sources or the build', run: async () => verdict(await secretProblems()) },
  { name: 'each control of the faults finds its cure', run: async () => verdict(missingCures()) },
  { name: 'unit tests', run: () => runVitest('unit') },
  { name: 'stack tests', run: () => runVitest('stack') },
  { name: 'integration, local Supabase', run: () => runVitest('integration') },
  { name: 'integration, Postgres + pgbouncer', run: integrationOnSystem },
  { name: 'browser tests', run: browserTests },
];

process.chdir(`${import.meta.dirname}/../..`);
onLauncherLost(() => process.exit(EXIT.failed));
await main({ help: HELP, options: {} }, async () => {
  const began = performance.now();
  const outcomes: Outcome[] = [];
  console.log('');
  for (const check of CHECKS) outcomes.push(await perform(check));
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  console.log(`\n${since(began)} in all.\n${passed} passed, ${failed} failed`);
  return failed > 0 ? EXIT.failed : EXIT.done;
});
process.exit();

async function integrationOnSystem(): Promise<Outcome> {
  if (await hasSystemPostgres()) return runVitest('integration', { STACK: 'real' });
  return { passed: 0, failed: 0, note: 'postgresql and pgbouncer are not installed' };
}

async function browserTests(): Promise<Outcome> {
  return runPlaywright({ CHROMIUM_PATH: await requireBrowser() });
}
