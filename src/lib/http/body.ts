/** The largest body, in bytes: a form with a few pages of text. Uploads will ask for a limit of their own. */
export const BODY_LIMIT = 1024 * 1024;

/** How long a body may take to arrive. A form on a slow phone is done in a tenth of it. */
const PATIENCE_MS = 30_000;

export type ReadBody = { bytes: Uint8Array<ArrayBuffer> } | { refused: 413 | 408 };

/**
 * Reads the whole body, or stops as soon as it is known to be too large (413), too slow or broken off (408: nobody is left
 * to read the answer, and it is no failure of ours). What the client says of the length is believed only against it.
 */
export async function readBody(
  request: Request,
  limit = BODY_LIMIT,
  patienceMs = PATIENCE_MS,
): Promise<ReadBody> {
  if (Number(request.headers.get('Content-Length')) > limit) return { refused: 413 };
  const reader = request.body?.getReader();
  if (!reader) return { bytes: new Uint8Array() };

  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), patienceMs);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), late.promise]);
      if (next === 'late') return { refused: 408 };
      if (next.done) return { bytes: joined(chunks, size) };
      size += next.value.byteLength;
      if (size > limit) return { refused: 413 };
      chunks.push(next.value);
    }
  } catch {
    return { refused: 408 };
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => {}); // the client may be gone already; either way nobody reads on
  }
}

function joined(chunks: Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
