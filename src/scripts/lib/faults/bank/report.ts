import type { BankResult } from './run-bank';
import type { Answer } from './writer';

/** What was done, and what befell it. */
export function printBank({ commands, struck, reads, backMs }: BankResult, seconds: number): void {
  const answers = commands.flatMap((command) => command.answers);
  const made = commands.filter((command) => command.answers.some(({ status }) => status === 201)).length;
  console.log(
    `\n  ${commands.length} transfers wanted, ${made} made (${(made / seconds).toFixed(1)} a second)`,
  );
  console.log(`  ${answers.length} answers: ${counted(answers.map(statusOf))}; ${quantiles(answers)}`);
  console.log(`  ${reads} reads`);
  console.log(
    `  struck: ${Object.entries(struck)
      .map(([name, times]) => `${name} ${times}×`)
      .join(', ')}`,
  );
  console.log(`  ready again ${Math.round(backMs)} ms after the last strike\n`);
}

function statusOf({ status }: Answer): string {
  return status === 0 ? 'none' : String(status);
}

function counted(words: string[]): string {
  const groups = Map.groupBy(words, (word) => word);
  return [...groups]
    .sort()
    .map(([word, all]) => `${word} ${all.length}×`)
    .join(', ');
}

function quantiles(answers: Answer[]): string {
  const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const at = (part: number) => Math.round(times[Math.floor((times.length - 1) * part)] ?? 0);
  return `half within ${at(0.5)} ms, the slowest ${at(1)} ms`;
}
