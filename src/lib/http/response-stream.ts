interface Answer {
  /** The first piece is there, or the end: the answer can begin. The body is null when nothing was written. */
  begin(body: ReadableStream<Uint8Array> | null): void;
  /** Has the page failed while it was made? Asked before each piece. */
  hasFailed(): boolean;
  /** It has, and nothing has been sent yet. */
  fail(): void;
}

/**
 * The stream that the framework writes an answer to. No write ever rejects: the framework does not wait for all of them,
 * and a visitor who leaves early would end the process with an unhandled rejection. The answer begins with the first
 * piece, not when the stream is opened, so that a page that fails while it is rendered can still become an error page.
 */
export function responseStream(answer: Answer): WritableStream<Uint8Array> {
  let body: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isOver = false;
  let wake = () => {};

  function begin() {
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        body = controller;
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
      if (!body) begin();
      body?.enqueue(piece);
      // Waits until the client has taken it: a slow one does not fill our memory.
      return new Promise<void>((resolve) => {
        wake = resolve;
        if ((body?.desiredSize ?? 0) > 0) resolve();
      });
    },
    close() {
      if (isOver) return;
      if (answer.hasFailed()) fail();
      else if (body) body.close();
      else answer.begin(null);
    },
  });
}
