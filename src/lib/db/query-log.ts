/** The claim of `deliverDueMail`, which the server makes every few seconds and for no request. */
const DELIVERY = /^with "due" as \(select "id" from "mail_outbox"/;

/** Does nobody wait for this statement? */
export function isByItself(text: string): boolean {
  return DELIVERY.test(text);
}

/**
 * One line a statement for the eyes of a developer: time, text, no parameters (they are people's data).
 * Development only; production logs events, not statements.
 */
export function printQuery(text: string, milliseconds: number, failed: boolean): void {
  if (isByItself(text) && !failed) return;
  console.log(`db ${milliseconds.toFixed(1).padStart(7)} ms ${failed ? 'FAILED ' : ''}${oneLine(text)}`);
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
