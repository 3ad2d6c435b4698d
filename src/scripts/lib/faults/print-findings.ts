import type { Finding } from './bank/audit';

const SHOWN_MAX = 5;

/** One line a promise, and below it what broke it. */
export function printFindings(findings: Finding[]): void {
  for (const { promise, checked, wrong } of findings) {
    console.log(`  ${wrong.length > 0 ? '✗' : '✓'} ${promise} (${checked})`);
    for (const line of wrong.slice(0, SHOWN_MAX)) console.log(`      ${line}`);
    if (wrong.length > SHOWN_MAX) console.log(`      and ${wrong.length - SHOWN_MAX} more`);
  }
}
