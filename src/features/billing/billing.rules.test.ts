import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  dueDate,
  nextPeriod,
  periodAt,
  prorate,
  retryAt,
  sumByCurrency,
  taxIn,
  taxInPart,
} from './billing.rules';
import { planChange } from './plan-change.rules';

const at = (iso: string) => new Date(`${iso}T09:30:00.000Z`);
const moment = fc.date({
  min: new Date('2000-01-01T00:00:00Z'),
  max: new Date('2100-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const interval = fc.constantFrom('month' as const, 'year' as const);
const amount = fc.bigInt({ min: 0n, max: 10n ** 15n });

describe('periods', () => {
  test.each([
    ['2026-01-31', 'month', ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']],
    ['2028-01-30', 'month', ['2028-01-30', '2028-02-29', '2028-03-30']],
    ['2026-12-15', 'month', ['2026-12-15', '2027-01-15']],
    ['2028-02-29', 'year', ['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29']],
  ] as const)('from %s on, by the %s', (anchor, step, starts) => {
    expect(starts.map((_, index) => periodAt(at(anchor), step, index).start)).toEqual(starts.map(at));
  });

  test('follow each other without a gap, at one time of day', () => {
    fc.assert(
      fc.property(moment, interval, fc.nat(200), (anchor, step, index) => {
        const { start, end } = periodAt(anchor, step, index);
        expect(periodAt(anchor, step, index + 1).start).toEqual(end);
        expect(end.getTime()).toBeGreaterThan(start.getTime());
        expect((end.getTime() - start.getTime()) % 86_400_000).toBe(0);
      }),
    );
  });

  test('after a trial the first one begins where it ended', () => {
    const trial = {
      status: 'trialing',
      anchor: at('2026-01-01'),
      periodIndex: 0,
      periodEnd: at('2026-01-15'),
    } as const;
    expect(nextPeriod(trial, 'month')).toEqual({
      start: at('2026-01-15'),
      end: at('2026-02-15'),
      anchor: at('2026-01-15'),
      periodIndex: 0,
    });
  });
});

describe('proration', () => {
  const march = { start: at('2026-03-01'), end: at('2026-04-01') };

  test.each([
    ['at the first moment nothing is used', march.start, 0n],
    ['after a whole day, one of 31', addDays(march.start, 1), 158n],
    ['a day that runs is not used', new Date(addDays(march.start, 2).getTime() - 1), 158n],
    ['on the last day, 30 of 31', addDays(march.start, 30), 4742n],
    ['at the end all is used', march.end, 4900n],
    ['and later no more than all', at('2027-01-01'), 4900n],
    ['nor less than nothing before it', at('2020-01-01'), 0n],
  ])('%s', (_, now, used) => {
    expect(prorate(4900n, march, now)).toMatchObject({ used, unused: 4900n - used });
  });

  test('both parts add up to the amount, and one grows as the other falls', () => {
    fc.assert(
      fc.property(amount, moment, interval, fc.nat(400), fc.nat(400), (price, anchor, step, one, more) => {
        const period = periodAt(anchor, step, 0);
        const early = prorate(price, period, addDays(anchor, one));
        const late = prorate(price, period, addDays(anchor, one + more));
        for (const { used, unused } of [early, late]) {
          expect(used + unused).toBe(price);
          expect(used >= 0n && unused >= 0n).toBe(true);
        }
        expect(late.used >= early.used).toBe(true);
      }),
    );
  });

  test('whatever is changed into what, and however often, the parts that were paid for add up to what they cover', () => {
    const steps = fc.array(fc.record({ day: fc.nat(30), price: amount }), { maxLength: 12 });
    fc.assert(
      fc.property(amount, steps, (first, changes) => {
        let [price, paid, used, from] = [first, first, 0n, march.start];
        for (const change of changes.toSorted((one, other) => one.day - other.day)) {
          const now = addDays(march.start, change.day);
          const running = { status: 'active', periodStart: march.start, periodEnd: march.end } as const;
          const [was, is] = [price, change.price].map((value) => ({
            plan: { name: 'P' },
            price: { amount: value, interval: 'month' as const },
          }));
          if (!was || !is) throw new Error('two prices are two offers');
          const { total } = planChange({ ...running, ...was }, is, now);
          used += prorate(price, march, now).used - prorate(price, march, from).used;
          [price, paid, from] = [change.price, paid + total, now];
        }
        expect(paid).toBe(used + prorate(price, march, from).unused);
      }),
    );
  });
});

describe('a change of plan', () => {
  const pro = { plan: { name: 'Pro' }, price: { amount: 3100n, interval: 'month' as const } };
  const team = { plan: { name: 'Team' }, price: { amount: 6200n, interval: 'month' as const } };
  const year = { plan: { name: 'Pro' }, price: { amount: 31000n, interval: 'year' as const } };
  const period = { periodStart: at('2026-03-01'), periodEnd: at('2026-04-01') };
  const now = at('2026-03-11');
  const cut = { periodStart: now, periodEnd: period.periodEnd };

  test('gives back the unused days and charges those of the new plan', () => {
    expect(planChange({ status: 'active', ...period, ...pro }, team, now)).toEqual({
      lines: [
        { kind: 'unused', planName: 'Pro', ...cut, amount: -2100n },
        { kind: 'period', planName: 'Team', ...cut, amount: 4200n },
      ],
      total: 2100n,
      period: { start: period.periodStart, end: period.periodEnd },
      startsNow: false,
    });
  });

  test('to a cheaper one comes to less than nothing', () => {
    expect(planChange({ status: 'active', ...period, ...team }, pro, now).total).toBe(-2100n);
  });

  test('to another interval begins its first whole period', () => {
    const change = planChange({ status: 'active', ...period, ...pro }, year, now);
    expect(change).toMatchObject({
      total: 28900n,
      period: { start: now, end: at('2027-03-11') },
      startsNow: true,
    });
  });

  test('in a trial costs nothing and leaves its end where it is', () => {
    const change = planChange({ status: 'trialing', ...period, ...pro }, year, now);
    expect(change).toEqual({
      lines: [],
      total: 0n,
      period: { start: period.periodStart, end: period.periodEnd },
      startsNow: false,
    });
  });

  test('has no line of nothing', () => {
    const free = { plan: { name: 'Free' }, price: { amount: 0n, interval: 'month' as const } };
    expect(planChange({ status: 'active', ...period, ...free }, pro, now).lines).toHaveLength(1);
    expect(planChange({ status: 'active', ...period, ...free }, free, now).lines).toEqual([]);
  });
});

describe('tax', () => {
  test.each([
    [4900n, 2100, 850n],
    [4900n, 0, 0n],
    [4900n, 2550, 996n],
    [1n, 2100, 0n],
    [0n, 2100, 0n],
  ])('in %s at %s basis points is %s', (total, basisPoints, tax) => {
    expect(taxIn(total, basisPoints)).toBe(tax);
  });

  test('is within half a unit of the exact one, and of any parts it is the tax of the whole', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 8 }), fc.nat(10_000), (parts, basisPoints) => {
        const whole = parts.reduce((sum, part) => sum + part, 0n);
        const tax = taxIn(whole, basisPoints);
        const rate = 10_000n + BigInt(basisPoints);
        const twiceOff = 2n * ((whole - tax) * rate - whole * 10_000n);
        expect(twiceOff <= rate && twiceOff > -rate).toBe(true);
        let before = 0n;
        let sum = 0n;
        for (const part of parts) {
          const taxOfPart = taxInPart(before, part, basisPoints);
          expect(taxOfPart >= 0n && taxOfPart <= part).toBe(true);
          sum += taxOfPart;
          before += part;
        }
        expect(sum).toBe(tax);
      }),
    );
  });
});

test('an invoice is due in 30 days', () => {
  expect(dueDate(at('2026-01-31'))).toEqual(at('2026-03-02'));
});

test('what could not be collected is tried again for three weeks, and then no more', () => {
  let [now, attempts] = [at('2026-03-01'), 0];
  const tries: Date[] = [];
  for (let next: Date | null = now; next; next = retryAt(++attempts, now)) {
    now = next;
    tries.push(now);
  }
  expect(tries).toEqual([
    at('2026-03-01'),
    at('2026-03-04'),
    at('2026-03-08'),
    at('2026-03-15'),
    at('2026-03-22'),
  ]);
});

test('what is to be paid is summed up a currency at a time: euros and dollars are never one number', () => {
  const open = [
    { amount: 5400n, currency: 'USD' },
    { amount: 4900n, currency: 'EUR' },
    { amount: 5400n, currency: 'USD' },
  ];
  expect(sumByCurrency(open)).toEqual([
    { amount: 10_800n, currency: 'USD' },
    { amount: 4900n, currency: 'EUR' },
  ]);
  expect(sumByCurrency([])).toEqual([]);
});
