import { EXIT, main, UsageError } from './lib/command';
import type { Finding } from './lib/faults/bank/audit';
import { wrongClock } from './lib/faults/clock';
import { rollingDeploy } from './lib/faults/deploy';
import { verdictOn } from './lib/faults/print-findings';
import { runScenario } from './lib/faults/run-scenario';
import { SCENARIOS } from './lib/faults/scenarios';
import { isInSmallRoom, runInSmallRoom } from './lib/faults/small-room';

const NAMES = [...Object.entries(SCENARIOS).map(([name, { about }]) => `  ${name.padEnd(16)} ${about}`)];

const HELP = `
bun run faults <name>... [--control]

Makes a fault on a shape of production of its own (see \`bun run stack:real --help\`), asks for pages and commands meanwhile,
ends it, and judges what everybody was answered.

${NAMES.join('\n')}
  clock            the clock of one instance is two hours ahead, and then behind (faketime)
  deploy           both instances are replaced one after the other, and the database is migrated, under load
  all              one after the other

  --control   the same on a copy of the built server without the cure that matters: that must be noticed
  -h, --help  this text

Exit codes: 0 every promise was kept, or as a control: each was seen to break one · 1 it was not so, or could not be tried ·
2 wrong arguments
`;

const options = { control: { type: 'boolean', default: false } } as const;
/** Those that have a story of their own. */
const STORIES: Record<string, (isControl: boolean) => Promise<Finding[]>> = {
  clock: wrongClock,
  deploy: rollingDeploy,
};
const EVERY = [...Object.keys(SCENARIOS), ...Object.keys(STORIES)];

process.chdir(`${import.meta.dirname}/../..`);
await main({ help: HELP, options, positionals: 20 }, async ({ values, positionals }) => {
  const names = positionals.includes('all') ? EVERY : positionals;
  const unknown = names.find((name) => !EVERY.includes(name));
  if (names.length === 0 || unknown)
    throw new UsageError(`${unknown ?? 'Nothing'} is no fault. --help names them.`);
  const { setLogLevel } = await import('~/lib/log.server');
  setLogLevel('silent');
  let isProved = true;
  for (const name of names) {
    const isGood = await make(name, values.control);
    isProved &&= isGood;
  }
  return isProved ? EXIT.done : EXIT.failed;
});
process.exit();

/** Were all promises kept, and without the cure one broken? What could not be tried throws, and is neither. */
async function make(name: string, isControl: boolean): Promise<boolean> {
  const scenario = SCENARIOS[name];
  if (scenario?.isSmall && !isInSmallRoom()) {
    const control = isControl ? ['--control'] : [];
    return (await runInSmallRoom([import.meta.filename, name, ...control])) === EXIT.done;
  }
  const without = scenario && isControl ? `, without ${scenario.control.without}` : '';
  console.log(`\n${name}${without}\n`);
  const findings = scenario ? await runScenario(scenario, isControl) : await STORIES[name]?.(isControl);
  return verdictOn(findings ?? [], isControl);
}
