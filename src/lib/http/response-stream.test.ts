import { expect, test } from 'vitest';
import { responseStream } from './response-stream';

function open() {
  const seen: { body?: ReadableStream<Uint8Array> | null; failed: boolean; isBroken: boolean } = {
    failed: false,
    isBroken: false,
  };
  const writable = responseStream({
    begin: (body) => {
      seen.body = body;
    },
    hasFailed: () => seen.isBroken,
    fail: () => {
      seen.failed = true;
    },
  });
  return { seen, writer: writable.getWriter() };
}

const piece = (text: string) => new TextEncoder().encode(text);
const textOf = (body: ReadableStream<Uint8Array> | null | undefined) => new Response(body).text();

test('the answer begins with the first piece and holds all of them', async () => {
  const { seen, writer } = open();
  expect(seen.body).toBeUndefined();
  writer.write(piece('Hola '));
  await Promise.resolve();
  const text = textOf(seen.body);
  await writer.write(piece('Ana'));
  await writer.close();
  expect(await text).toBe('Hola Ana');
});

test('an answer without a body begins at its end', async () => {
  const { seen, writer } = open();
  await writer.close();
  expect(seen.body).toBeNull();
});

test('a slow client slows the page down', async () => {
  const { seen, writer } = open();
  let isTaken = false;
  const written = writer.write(piece('a')).then(() => {
    isTaken = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isTaken).toBe(false);
  await seen.body?.getReader().read();
  await written;
});

test('a visitor who leaves early is not an error: the rest is written into the void', async () => {
  const { seen, writer } = open();
  const first = writer.write(piece('a'));
  await Promise.resolve();
  await seen.body?.cancel();
  await first;
  await writer.write(piece('b'));
  await writer.close();
});

test('a page that fails before it has begun never begins', async () => {
  const { seen, writer } = open();
  seen.isBroken = true;
  await writer.write(piece('the framework’s own words'));
  await writer.close();
  expect(seen).toMatchObject({ failed: true });
  expect(seen.body).toBeUndefined();
});

test('a page that fails half-way is broken off, so that nobody takes it for whole', async () => {
  const { seen, writer } = open();
  const first = writer.write(piece('a'));
  await Promise.resolve();
  const text = textOf(seen.body);
  await first;
  seen.isBroken = true;
  await writer.write(piece('b'));
  await expect(text).rejects.toThrow('after it had begun');
  expect(seen.failed).toBe(false);
});
