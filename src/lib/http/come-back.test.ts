import { expect, test, vi } from 'vitest';
import { AppError } from '~/lib/errors';
import { log } from '~/lib/log.server';
import { throughQwik } from '~/lib/testing/through-qwik';
import { onRequest as errorBoundary } from '~/routes/plugin@10-errors';

const away = () => {
  throw new AppError('unavailable', 'Come back later.', { retryAfterSeconds: 2 });
};

test('a program is told once when to come back', async () => {
  vi.spyOn(log, 'warn').mockImplementation(() => {});
  const request = new Request('http://127.0.0.1/api/v1/wallet');
  const answer = await throughQwik(request, errorBoundary, away);
  expect(answer.status).toBe(503);
  expect(answer.headers.get('Retry-After')).toBe('2');
  expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
});
