import { setImmediate as immediate } from 'node:timers/promises';
import type { RequestHandler } from '@builder.io/qwik-city';
import { beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '~/lib/errors';
import { log } from '~/lib/log.server';
import * as errors from '~/routes/plugin@10-errors';
import { createApp } from './app';
import { sendDownload } from './download';

/** What the pieces of this test's download were, and whether somebody has said that no more are wanted. */
let note = { made: 0, isOver: false };

/** Pieces `1`, `2`, `3`…, noted as they are made. */
async function* numbers(upTo: number, failsAt = 0): AsyncGenerator<string, void> {
  const own = note;
  try {
    for (let number = 1; number <= upTo; number++) {
      if (number === failsAt) throw new AppError('unavailable', 'The database is away.');
      await immediate(); // as a database would
      own.made += 1;
      yield `${number};`;
    }
  } finally {
    own.isOver = true;
  }
}

const FILE = { name: 'numbers.txt', type: 'text/plain; charset=utf-8' };
const route = (path: string, pieces: () => AsyncGenerator<string, void>) => {
  const onGet: RequestHandler = async (event) => {
    event.cookie.set('seen', 'yes', { path: '/' });
    throw await sendDownload(event, FILE, pieces());
  };
  return [path, [async () => ({ onGet })]] satisfies [string, unknown];
};

const app = createApp({
  qwikCityPlan: {
    trailingSlash: false,
    serverPlugins: [errors],
    routes: [
      route('/three', () => numbers(3)),
      route('/many', () => numbers(10_000)),
      route('/away', () => numbers(3, 1)),
      route('/broken', () => numbers(5, 4)),
    ],
  },
  render: () => Promise.reject(new Error('a download renders nothing')),
});

async function open(path: string, signal?: AbortSignal) {
  const arrival = { requestId: '7', clientAddress: null };
  const answer = await app(new Request(`http://127.0.0.1${path}`, { signal }), { arrival });
  if (!(answer instanceof Response)) throw new Error(JSON.stringify(answer));
  return answer;
}

beforeEach(() => {
  note = { made: 0, isOver: false };
  vi.spyOn(log, 'error').mockImplementation(() => {});
  vi.spyOn(log, 'warn').mockImplementation(() => {});
});

test('a file is offered under its name, whole, and with the cookies of the request', async () => {
  const answer = await open('/three');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Content-Type')).toBe(FILE.type);
  expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename="numbers.txt"');
  expect(answer.headers.getSetCookie()).toEqual(['seen=yes; Path=/']);
  expect(await answer.text()).toBe('1;2;3;');
  expect(note.isOver).toBe(true);
});

test('nothing is made that nobody has asked for', async () => {
  const answer = await open('/many');
  const reader = answer.body?.getReader();
  for (let taken = 0; taken < 5; taken++) await reader?.read();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(note.made).toBeLessThan(10);
  await reader?.cancel();
});

test('what fails before it begins is an ordinary failure, in words and with its status', async () => {
  const answer = await open('/away');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('Content-Disposition')).toBeNull();
  expect(await answer.text()).toContain('The database is away.');
});

test('what fails later breaks the download off, and is written down', async () => {
  const answer = await open('/broken');
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow();
  expect(log.error).toHaveBeenCalledWith('download.broke_off', expect.objectContaining({ requestId: '7' }));
});

test('for a browser that has gone nothing more is made', async () => {
  const leaving = new AbortController();
  const answer = await open('/many', leaving.signal);
  const reader = answer.body?.getReader();
  await reader?.read();
  leaving.abort();
  await reader?.cancel();
  await vi.waitFor(() => expect(note.isOver).toBe(true));
  expect(note.made).toBeLessThan(100);
});
