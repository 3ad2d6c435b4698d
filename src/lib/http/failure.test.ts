import { ServerError } from '@builder.io/qwik-city/middleware/request-handler';
import { expect, test } from 'vitest';
import { AppError } from '~/lib/errors';
import { failure, failureOf, problemJson, wantsPage } from './failure';

test('a refusal keeps its status, its word, its sentence and how long to wait', () => {
  const refusal = new AppError('rate_limited', 'Too many tries.', { retryAfterSeconds: 30 });
  expect(failureOf(refusal)).toEqual({
    status: 429,
    code: 'rate_limited',
    sentence: 'Too many tries.',
    headers: { 'Retry-After': '30' },
  });
  expect(failureOf(new Error('Failed query', { cause: refusal })).status).toBe(429);
});

test('an HTTP error of the framework keeps its status, as in the guide’s `throw error(404, …)`', () => {
  expect(failureOf(new ServerError(404, 'Perfil no encontrado'))).toMatchObject({
    status: 404,
    sentence: 'Perfil no encontrado',
  });
});

test('anything else is a 500 that tells nothing, whatever status it claims', () => {
  const claims = Object.assign(new Error('canary'), { status: 404 });
  for (const bug of [new TypeError('canary'), claims, new ServerError(500, 'canary'), 'canary', undefined]) {
    expect(failureOf(bug)).toEqual({ status: 500, code: 'internal' });
  }
});

test('programs get a problem document', () => {
  expect(JSON.parse(problemJson(failure(415, { detail: 'Content type.' })))).toEqual({
    type: 'about:blank',
    title: 'unsupported media type',
    status: 415,
    code: 'unsupported_media_type',
    detail: 'Content type.',
  });
});

test('a browser asks for pages, a program takes anything', () => {
  expect(wantsPage('/', 'text/html,application/xhtml+xml,*/*;q=0.8')).toBe(true);
  for (const accept of ['*/*', 'application/json', '', null]) expect(wantsPage('/', accept)).toBe(false);
  expect(wantsPage('/api/v1/wallet', 'text/html')).toBe(false);
});
