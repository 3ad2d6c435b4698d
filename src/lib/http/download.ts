import type { RequestEventCommon } from '@builder.io/qwik-city';
import { log } from '~/lib/log.server';
import { requestId } from '~/lib/request/context';
import { FAILED } from './app';

/**
 * Answers with a file that is made while it is sent, as fast as the browser takes it: `throw await sendDownload(…)`. What
 * fails before the first piece rises and is answered like any failure; what fails later breaks the download off, so that
 * nobody takes half a file for a whole one. Nothing more is made for a browser that has gone.
 */
export async function sendDownload(
  event: RequestEventCommon,
  { name, type }: { name: string; type: string },
  pieces: AsyncGenerator<string, void>,
): Promise<ReturnType<RequestEventCommon['send']>> {
  const first = await pieces.next();
  const headers = fileHeaders({ name, type });
  const body = streamOf(first, pieces, event.signal, (err) => {
    log.error('download.broke_off', { requestId: requestId(event), name, err });
    // The stream of the answer looks for it when it is closed. An error of this stream would be nobody's to catch.
    event.sharedMap.set(FAILED, true);
  });
  return event.send(new Response(body, { headers }));
}

/** What makes a browser keep an answer as a file of that name, which is our own and needs no quoting. */
export function fileHeaders({ name, type }: { name: string; type: string }): Record<string, string> {
  return { 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` };
}

function streamOf(
  first: IteratorResult<string, void>,
  pieces: AsyncGenerator<string, void>,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let waiting: typeof first | undefined = first;
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      try {
        const piece = waiting ?? (await pieces.next());
        waiting = undefined;
        if (!piece.done && !signal.aborted) return controller.enqueue(encoder.encode(piece.value));
        await pieces.return();
      } catch (error) {
        onFailure(error);
      }
      controller.close();
    },
  };
  // Nothing is made ahead of what is asked for.
  return new ReadableStream(source, { highWaterMark: 0 });
}
