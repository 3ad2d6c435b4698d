import type { ShownInvoice } from './shown-invoice';

/** What the two cuts of the font have, as they were made (decision 124): Latin, Greek and Cyrillic letters, money, punctuation. */
const CUT =
  'U+0020-007E,U+00A0-024F,U+0259,U+02BB-02BC,U+0300-0304,U+0306-030C,U+031B,U+0323-0328,U+032E,U+0331,U+0370-03FF,U+0400-052F,U+1E00-1FFF,U+2009-200A,U+2010-2015,U+2018-201E,U+2022,U+2026,U+202F,U+2039-203A,U+20A0-20C0,U+2116,U+2190-2192,U+2212';

const RANGES = CUT.split(',').map((range): [first: number, last: number] => {
  const [first = 0, last = first] = range
    .slice(2)
    .split('-')
    .map((code) => Number.parseInt(code, 16));
  return [first, last];
});

/**
 * Can the PDF say everything that the invoice says? One that shows boxes where a name should be is no invoice: then there is
 * none, and the page is printed. Pure.
 */
export function canBePdf(invoice: ShownInvoice): boolean {
  return [...JSON.stringify(invoice)].every(isInCut);
}

function isInCut(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return RANGES.some(([first, last]) => first <= code && code <= last);
}
