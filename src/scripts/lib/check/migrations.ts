import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const SQUAWK = 'node_modules/squawk-cli/js/bin/squawk';
const ALL = 'src/lib/db/migrations/*.sql';

/** What is let pass in some migrations, named by their numbers, and why. An applied migration is never edited. */
export interface Waiver {
  rule: string;
  in: string[];
  because: string;
}

/** The parts of squawk's report that are read. */
interface Finding {
  file: string;
  /** From 0. */
  line: number;
  rule_name: string;
  message: string;
}

/** What squawk finds in the migrations beyond what is waived, and the waivers that nothing needs any more. */
export function migrationProblems(
  files: string[] = globSync(ALL).sort(),
  waivers: Waiver[] = readWaivers(),
): string[] {
  const findings = findingsIn(files);
  const open = findings.filter((finding) => !waivers.some((waiver) => covers(waiver, finding)));
  const idle = waivers.flatMap(({ rule, in: numbers }) =>
    numbers
      .filter((number) => !findings.some((finding) => covers({ rule, in: [number] }, finding)))
      .map((number) => `${rule} is waived in ${number}, where nothing breaks it`),
  );
  return [...open.map(sentence), ...idle];
}

function readWaivers(): Waiver[] {
  return JSON.parse(readFileSync('.ci/migrations.json', 'utf8'));
}

function findingsIn(files: string[]): Finding[] {
  const args = ['--bun', SQUAWK, '--config', '.ci/squawk.toml', '--reporter', 'json', ...files];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  try {
    return JSON.parse(stdout);
  } catch (cause) {
    throw new Error(`squawk has not said what it found: ${stderr || stdout}`, { cause });
  }
}

function covers({ rule, in: numbers }: Pick<Waiver, 'rule' | 'in'>, { rule_name, file }: Finding): boolean {
  return rule === rule_name && numbers.some((number) => basename(file).startsWith(`${number}_`));
}

const sentence = ({ file, line, rule_name, message }: Finding) =>
  `${file}:${line + 1} ${rule_name}: ${message}`;
