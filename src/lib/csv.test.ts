import { expect, test } from 'vitest';
import { csvLine } from './csv';

test('cells are quoted, and quotes in them doubled', () => {
  expect(csvLine(['INV-1', 'Ana "la Reina", Beltrán', '', '49.00'])).toBe(
    '"INV-1","Ana ""la Reina"", Beltrán","","49.00"\r\n',
  );
});

test.each([
  '=HYPERLINK("http://evil.example","x")',
  '+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1+1',
  '＠x',
])('%j is no formula any more', (text) => {
  expect(csvLine([text]).startsWith(`"'`)).toBe(true);
});

test('a formula that stands later in a cell stays inside it', () => {
  expect(csvLine(['a","=1', 'b\r\n=1'])).toBe('"a"",""=1","b\r\n=1"\r\n');
});
