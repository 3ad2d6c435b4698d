import { expect, test } from 'vitest';
import { checkLedger, mayCheckLedger } from './ledger-check.service';

const TOKEN = 'a-token-that-operators-have-chosen';
const bearing = (authorization?: string) =>
  new Headers(authorization ? { Authorization: authorization } : {});

test('a ledger that keeps its promises is well', async () => {
  const check = await checkLedger();
  expect(check).toEqual({ ok: true, promises: expect.any(Number), broken: [] });
  expect(check.promises).toBeGreaterThan(5);
});

test('a promise that is broken is named, and no row of it', async () => {
  const findings = [
    { promise: 'no wallet is below zero', checked: 2, broken: ['8e03978e'] },
    { promise: 'each balance is the sum of its entries', checked: 2, broken: [] },
  ];
  const check = await checkLedger(async () => findings);
  expect(check).toEqual({ ok: false, promises: 2, broken: ['no wallet is below zero'] });
  expect(JSON.stringify(check)).not.toContain('8e03978e');
});

test('a ledger that cannot be read is not well', async () => {
  const check = await checkLedger(() => Promise.reject(new Error('away')));
  expect(check).toEqual({ ok: false, promises: 0, broken: [] });
});

test('ten who ask at once have it read once', async () => {
  let reads = 0;
  const verify = async () => {
    reads += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return [];
  };
  await Promise.all(Array.from({ length: 10 }, () => checkLedger(verify)));
  expect(reads).toBe(1);
  await checkLedger(verify);
  expect(reads).toBe(2);
});

test('only the token of the operators has it read, and none where there is none', () => {
  expect(mayCheckLedger(bearing(`Bearer ${TOKEN}`), TOKEN)).toBe(true);
  for (const sent of [
    undefined,
    'Bearer',
    'Bearer ',
    `Basic ${TOKEN}`,
    `Bearer ${TOKEN}x`,
    'Bearer undefined',
  ]) {
    expect(mayCheckLedger(bearing(sent), TOKEN), sent).toBe(false);
    expect(mayCheckLedger(bearing(sent), undefined), sent).toBe(false);
  }
});
