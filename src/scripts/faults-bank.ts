import { EXIT, main, UsageError, wholeNumber } from './lib/command';
import { isControl } from './lib/faults/bank/controls';
import { printBank } from './lib/faults/bank/report';
import { runBank } from './lib/faults/bank/run-bank';
import { verdictOn } from './lib/faults/print-findings';

const HELP = `
bun run faults:bank [seconds] [options]

Twelve writers move money between ten wallets over HTTP, three transfers in ten sent twice at once, and two readers add up,
while backends are terminated and killed, pgbouncer is killed and frozen, PostgreSQL is killed, and instances of the app are
killed, in an order by chance. Then what everybody was told is compared with the ledger. On a shape of production of its own
(see \`bun run stack:real --help\`), which is gone afterwards.

  [seconds]             how long (30)
  --instances <n>       how many instances of the app (2)
  --without row-lock    control: balances are read and written back without a lock. It must be noticed
  --without unique-key  control: nothing keeps one key from being two commands. It must be noticed
  -h, --help            this text

Exit codes: 0 every promise was kept, or as a control: one was seen to break · 1 it was not so, or could not be tried ·
2 wrong arguments
`;

const options = {
  instances: { type: 'string', default: '2' },
  without: { type: 'string', multiple: true },
} as const;

process.chdir(`${import.meta.dirname}/../..`);
await main({ help: HELP, options, positionals: 1 }, async ({ values, positionals }) => {
  const without = (values.without ?? []).map((name) => {
    if (!isControl(name)) throw new UsageError(`There is no control ${name}. --help shows what there is.`);
    return name;
  });
  const seconds = wholeNumber(positionals[0] ?? '30', '[seconds]');
  const { setLogLevel } = await import('~/lib/log.server');
  setLogLevel('silent');
  const result = await runBank({ seconds, instances: wholeNumber(values.instances, '--instances'), without });
  printBank(result, seconds);
  return verdictOn(result.findings, without.length > 0) ? EXIT.done : EXIT.failed;
});
process.exit();
