import { readFileSync, writeFileSync } from 'node:fs';
import { EXIT, main } from './lib/command';
import { billOfMaterials } from './lib/supply/bill';
import { readLicencePolicy } from './lib/supply/licences';
import { productionTree } from './lib/supply/production-tree';

const HELP = `
bun run sbom [options]

Writes the bill of materials: every package that runs in production with its version, licence and hash, and what needs what,
as CycloneDX 1.6 (JSON). Read from bun.lock and node_modules; asks nobody.

  --out <path>  a file, in place of the terminal
  -h, --help    this text

Exit codes: 0 written · 1 something is not installed or cannot be written · 2 wrong arguments
`;

await main({ help: HELP, options: { out: { type: 'string' } } }, async ({ values: { out } }) => {
  const tree = productionTree();
  const project = JSON.parse(readFileSync('package.json', 'utf8'));
  const bill = billOfMaterials(project, tree, readLicencePolicy());
  if (out === undefined) process.stdout.write(bill);
  else {
    writeFileSync(out, bill);
    console.log(`Wrote ${out}: ${tree.size} packages.`);
  }
  return EXIT.done;
});
