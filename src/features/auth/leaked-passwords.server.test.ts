import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { log } from '~/lib/log.server';
import { hasLeaked } from './leaked-passwords.server';

/** SHA-1 of "quiet-harbour-41", as `printf %s quiet-harbour-41 | sha1sum` has it. */
const PREFIX = '35F24';
const SUFFIX = 'A4C7FE2BB9CD27A9E46B76B038B144F061C';
const SECRET = new RegExp(`quiet-harbour|${PREFIX}|${SUFFIX}`);
const FOREIGN = '0018A45C4D1DEF81644B54AB7F969B88D65:3861493';

const asked: { method: string; url: string; headers: Headers }[] = [];
let answer: () => Response | Promise<Response>;
const service = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch(request) {
    asked.push({ method: request.method, url: request.url, headers: new Headers(request.headers) });
    return answer();
  },
});
const url = `http://127.0.0.1:${service.port}/range`;
const warned = vi.fn();

beforeEach(() => {
  asked.length = 0;
  vi.spyOn(log, 'warn').mockImplementation(warned);
});
afterAll(() => service.stop(true));

/** As the service writes them. */
function lines(...entries: string[]): Response {
  return new Response(entries.join('\r\n'), { headers: { 'Content-Type': 'text/plain' } });
}

test('a password is found by the rest of its hash', async () => {
  answer = () => lines(FOREIGN, `${SUFFIX}:2`);
  expect(await hasLeaked('quiet-harbour-41', url)).toBe(true);
  answer = () => lines(FOREIGN);
  expect(await hasLeaked('quiet-harbour-41', url)).toBe(false);
});

test('five digits of the hash go out and nothing else, and the answer is asked to hide its length', async () => {
  answer = () => lines(FOREIGN);
  await hasLeaked('quiet-harbour-41', url);
  const [request] = asked;
  if (!request) throw new Error('nothing was asked');
  expect([request.method, new URL(request.url).pathname]).toEqual(['GET', `/range/${PREFIX}`]);
  expect(request.headers.get('Add-Padding')).toBe('true');
  const sent = JSON.stringify([request.url, [...request.headers]]);
  expect(sent).not.toContain('quiet-harbour');
  expect(sent).not.toContain(SUFFIX);
});

test('padding, which is seen no times, is no leak', async () => {
  answer = () => lines(`${SUFFIX}:0`);
  expect(await hasLeaked('quiet-harbour-41', url)).toBe(false);
});

test.each<[string, () => Response | Promise<Response>]>([
  ['answers with an error', () => new Response('Too many requests', { status: 429 })],
  ['answers with something else', () => new Response('<h1>Welcome</h1>')],
  ['sends us elsewhere', () => Response.redirect(`${url}/elsewhere`)],
  ['says nothing', () => sleep(3_000, new Response(''), { ref: false })],
])('a service that %s stops nobody', async (_, behaves) => {
  answer = behaves;
  expect(await hasLeaked('quiet-harbour-41', url)).toBe(false);
  expect(JSON.stringify(warned.mock.calls)).not.toMatch(SECRET);
});

test('a service that is away stops nobody, and is one line in the log without the password', async () => {
  expect(await hasLeaked('quiet-harbour-41', 'http://127.0.0.1:1/range')).toBe(false);
  expect(warned).toHaveBeenLastCalledWith('auth.password_range_away', { reason: expect.any(String) });
  expect(JSON.stringify(warned.mock.calls)).not.toMatch(SECRET);
});
