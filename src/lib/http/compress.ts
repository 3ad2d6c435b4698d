import { Duplex } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { acceptedEncoding, type Encoding, isCompressible } from './encoding';

/** Below this many bytes in its first piece an answer gains less than the header costs. */
const WORTH_IT = 1024;

/**
 * Compresses an answer that is made on the fly, where the client takes it and it pays. Each piece is passed on as soon as
 * it is there, so that a streamed page still streams. Levels are low: the page is used once.
 */
export async function compress(response: Response, acceptEncoding: string | null): Promise<Response> {
  const { headers } = response;
  if (headers.has('Content-Encoding') || !isCompressible(headers.get('Content-Type'))) return response;
  headers.append('Vary', 'Accept-Encoding');
  const encoding = acceptedEncoding(acceptEncoding);
  // Whose length is known is whole, and leaves in one packet as long as nobody asks for its body as a stream.
  const isSmall = Number(headers.get('Content-Length') ?? WORTH_IT) < WORTH_IT;
  if (!encoding || isSmall || !response.body) return response;

  const reader = response.body.getReader();
  const first = await reader.read();
  const whole = resumed(reader, first);
  if (first.done || first.value.byteLength < WORTH_IT) return new Response(whole, response);
  headers.set('Content-Encoding', encoding);
  headers.delete('Content-Length');
  return new Response(whole.pipeThrough(compressor(encoding)), response);
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** The stream again, the piece that was looked at first. */
function resumed(reader: Reader, first: Awaited<ReturnType<Reader['read']>>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (first.value) controller.enqueue(first.value);
      if (first.done) controller.close();
    },
    async pull(controller) {
      const next = await reader.read();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function compressor(encoding: Encoding): ReadableWritablePair<Uint8Array, Uint8Array> {
  const stream =
    encoding === 'br'
      ? createBrotliCompress({
          flush: constants.BROTLI_OPERATION_FLUSH,
          params: {
            [constants.BROTLI_PARAM_QUALITY]: 4,
            [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          },
        })
      : createGzip({ flush: constants.Z_SYNC_FLUSH, level: 5 });
  // Node has types of its own for the same web streams.
  return Duplex.toWeb(stream) as unknown as ReadableWritablePair<Uint8Array, Uint8Array>;
}
