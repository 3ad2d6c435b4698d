import { expect, test } from 'vitest';
import type { Measured } from './measure';
import { below, lineOf, median, PRIVATE_GOAL, PUBLIC_GOAL } from './verdict';

const look = (performance: number, seo = 100): Measured => ({
  scores: { performance, accessibility: 100, 'best-practices': 100, seo },
  lost: ['largest-contentful-paint (2.6 s)'],
});

test('a public page wants everything, one behind the door a little less and nothing for search engines', () => {
  expect(below(look(99, 66), PUBLIC_GOAL)).toEqual(['performance', 'seo']);
  expect(below(look(99, 66), PRIVATE_GOAL)).toEqual([]);
  expect(below(look(98), PRIVATE_GOAL)).toEqual(['performance']);
});

test('of several looks the one in the middle counts', () => {
  expect(median([look(100), look(70), look(99)])).toEqual(look(99));
});

test('a line says what is below its goal, and why', () => {
  expect(lineOf('/pricing', look(97), PUBLIC_GOAL)).toMatch(
    /^\/pricing +97 ! .*largest-contentful-paint \(2\.6 s\)$/,
  );
  expect(lineOf('/wallet', look(99, 60), PRIVATE_GOAL)).toMatch(/^\/wallet +99 +100 +100 +–$/);
});
