import { expect, test } from 'vitest';
import { readBody } from './body';

function post(body: BodyInit, headers: Record<string, string> = {}) {
  return new Request('http://h.example/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
}

/** Sends a chunk whenever asked, for ever; remembers whether the reader has let go. */
function endless(everyMs: number) {
  const source = { isCancelled: false };
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      if (!source.isCancelled) controller.enqueue(new Uint8Array(10));
    },
    cancel() {
      source.isCancelled = true;
    },
  });
  return { body, source };
}

test('a body within the limit is read to the last byte', async () => {
  expect(await readBody(post('ñandú'), 7)).toEqual({ bytes: new TextEncoder().encode('ñandú') });
  expect(await readBody(new Request('http://h.example/', { method: 'POST' }))).toEqual({
    bytes: new Uint8Array(),
  });
});

test('a body that says it is too large is refused before it is read', async () => {
  expect(await readBody(post('a', { 'Content-Length': '11' }), 10)).toEqual({ refused: 413 });
});

test('a body of a length that was announced is read whole, and refused where it was a lie', async () => {
  const said = (text: string, length: number) => post(text, { 'Content-Length': `${length}` });
  expect(await readBody(said('ñandú', 7), 7)).toEqual({ bytes: new TextEncoder().encode('ñandú') });
  expect(await readBody(said('ñandú', 3), 6)).toEqual({ refused: 413 });
});

test('a body that was announced and does not come is given up', async () => {
  const { body } = endless(1_000);
  expect(await readBody(post(body, { 'Content-Length': '10' }), 100, 40)).toEqual({ refused: 408 });
});

test('a body that lies about its length, or has none, is dropped where the limit is passed', async () => {
  const { body, source } = endless(0);
  expect(await readBody(post(body), 100)).toEqual({ refused: 413 });
  expect(source.isCancelled).toBe(true);
});

test('a body that trickles in is given up', async () => {
  const { body, source } = endless(20);
  expect(await readBody(post(body), 1_000_000, 60)).toEqual({ refused: 408 });
  expect(source.isCancelled).toBe(true);
});

test('a client that hangs up in the middle is no failure of ours', async () => {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(3));
      controller.error(new DOMException('The connection was closed.', 'AbortError'));
    },
  });
  expect(await readBody(post(body), 100)).toEqual({ refused: 408 });
});
