/** Nothing, all of it, or what is still being written. */
export type AnswerBody = ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null;

interface Answer {
  /** What is to be sent is known, or at least its first piece: the answer can begin. */
  begin(body: AnswerBody): void;
  /** Has the page failed while it was made? Asked before each piece. */
  hasFailed(): boolean;
  /** It has, and nothing has been sent yet. */
  fail(): void;
}

/**
 * The stream that the framework writes an answer to. No write ever rejects: the framework does not wait for all of them,
 * and a visitor who leaves early would end the process with an unhandled rejection. The answer begins with the first
 * piece, not when the stream is opened, so that a page that fails while it is rendered can still become an error page.
 * What is over at once, such as an answer of the API, is handed on whole: as a stream it would leave in ten packets.
 */
export function responseStream(answer: Answer): WritableStream<Uint8Array<ArrayBuffer>> {
  let first: Uint8Array<ArrayBuffer> | undefined;
  let body: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isOver = false;
  let wake = () => {};

  function begin() {
    if (isOver || body) return;
    if (answer.hasFailed()) return fail();
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        body = controller;
        if (first) controller.enqueue(first);
      },
      pull: () => wake(),
      cancel: end,
    });
    answer.begin(stream);
  }

  function end() {
    isOver = true;
    wake();
  }

  function fail() {
    if (body) body.error(new Error('The page failed after it had begun.'));
    else answer.fail();
    end();
  }

  return new WritableStream({
    write(piece) {
      if (isOver || piece.byteLength === 0) return undefined;
      if (answer.hasFailed()) return fail();
      if (!first) {
        first = piece;
        setImmediate(begin);
        return undefined;
      }
      begin();
      body?.enqueue(piece);
      // Waits until the client has taken it: a slow one does not fill our memory.
      return new Promise<void>((resolve) => {
        wake = resolve;
        if ((body?.desiredSize ?? 0) > 0) resolve();
      });
    },
    // Whoever writes gives up: the answer is not whole, and nobody may wait for the rest of it.
    abort() {
      if (!isOver) fail();
    },
    close() {
      if (isOver) return;
      if (answer.hasFailed()) fail();
      else if (body) body.close();
      else answer.begin(first ?? null);
      isOver = true;
    },
  });
}
