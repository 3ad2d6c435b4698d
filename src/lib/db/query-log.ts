/**
 * One line a statement for the eyes of a developer: time, text, no parameters (they are people's data).
 * Development only; production logs events, not statements.
 */
export function printQuery(text: string, milliseconds: number, failed: boolean): void {
  console.log(`db ${milliseconds.toFixed(1).padStart(7)} ms ${failed ? 'FAILED ' : ''}${oneLine(text)}`);
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
