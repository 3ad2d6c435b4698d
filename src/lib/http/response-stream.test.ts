import { expect, test } from 'vitest';
import { type AnswerBody, responseStream } from './response-stream';

function open() {
  const seen: { body?: AnswerBody; failed: boolean; isBroken: boolean } = { failed: false, isBroken: false };
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
const textOf = (body: AnswerBody | undefined) => new Response(body).text();
/** By then a first piece that nothing has followed is on its way. */
const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

test('the answer begins with the first piece and holds all of them', async () => {
  const { seen, writer } = open();
  expect(seen.body).toBeUndefined();
  writer.write(piece('Hola '));
  await soon();
  expect(seen.body).toBeInstanceOf(ReadableStream);
  const text = textOf(seen.body);
  await writer.write(piece('Ana'));
  await writer.close();
  expect(await text).toBe('Hola Ana');
});

test('an answer that is over at once is whole, and no stream', async () => {
  const { seen, writer } = open();
  writer.write(piece('{"a":1}'));
  await writer.close();
  expect(seen.body).toEqual(piece('{"a":1}'));
  await soon();
  expect(seen.body).toEqual(piece('{"a":1}'));
});

test('a page whose pieces come one right after the other holds all of them', async () => {
  const { seen, writer } = open();
  writer.write(piece('a'));
  writer.write(piece('b'));
  await soon();
  const text = textOf(seen.body);
  await writer.close();
  expect(await text).toBe('ab');
});

test('an answer without a body begins at its end', async () => {
  const { seen, writer } = open();
  await writer.close();
  expect(seen.body).toBeNull();
});

test('a slow client slows the page down', async () => {
  const { seen, writer } = open();
  let isTaken = false;
  await writer.write(piece('a'));
  const written = writer.write(piece('b')).then(() => {
    isTaken = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isTaken).toBe(false);
  const text = textOf(seen.body);
  await written;
  await writer.close();
  expect(await text).toBe('ab');
});

test('a visitor who leaves early is not an error: the rest is written into the void', async () => {
  const { seen, writer } = open();
  await writer.write(piece('a'));
  await soon();
  await (seen.body as ReadableStream).cancel();
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

test('a page that fails with its first piece, and is over, never begins', async () => {
  const { seen, writer } = open();
  await writer.write(piece('half a page'));
  seen.isBroken = true;
  await writer.close();
  expect(seen).toEqual({ failed: true, isBroken: true });
});

test('an answer that is given up is a failure before it has begun, and broken off after', async () => {
  const early = open();
  await early.writer.write(piece('a'));
  await early.writer.abort();
  await soon();
  expect(early.seen).toEqual({ failed: true, isBroken: false });

  const late = open();
  await late.writer.write(piece('a'));
  await soon();
  const text = textOf(late.seen.body);
  await late.writer.abort();
  await expect(text).rejects.toThrow('after it had begun');
});

test('a page that fails half-way is broken off, so that nobody takes it for whole', async () => {
  const { seen, writer } = open();
  await writer.write(piece('a'));
  await soon();
  const text = textOf(seen.body);
  seen.isBroken = true;
  await writer.write(piece('b'));
  await expect(text).rejects.toThrow('after it had begun');
  expect(seen.failed).toBe(false);
});
