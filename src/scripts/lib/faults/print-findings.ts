import type { Finding } from './bank/audit';

const SHOWN_MAX = 5;

/** One line a promise, and below it what broke it. */
function printFindings(findings: Finding[]): void {
  for (const { promise, checked, wrong, measured } of findings) {
    console.log(
      `  ${wrong.length > 0 ? '✗' : '✓'} ${promise} (${measured ? `${measured}, ` : ''}${checked})`,
    );
    for (const line of wrong.slice(0, SHOWN_MAX)) console.log(`      ${line}`);
    if (wrong.length > SHOWN_MAX) console.log(`      and ${wrong.length - SHOWN_MAX} more`);
  }
}

/** Prints them. Is it as it has to be: every promise kept, or in a control one of them broken? */
export function verdictOn(findings: Finding[], isControl: boolean): boolean {
  printFindings(findings);
  const isKept = findings.every(({ wrong }) => wrong.length === 0);
  if (isControl) console.log(isKept ? '\n  ✗ Nobody noticed: this proves nothing.' : '\n  ✓ It was noticed.');
  return isKept !== isControl;
}
