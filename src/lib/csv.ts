/** What a spreadsheet would take for the beginning of a formula, in either width; tab and line ends lead up to one. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A line of a CSV file (RFC 4180) that is only ever read: every cell is quoted, and one that a spreadsheet would carry out
 * begins with an apostrophe instead, as OWASP advises against CSV injection. Pure.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
