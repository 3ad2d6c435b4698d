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
  const length = request.headers.get('Content-Length');
  if (Number(length) > limit) return { refused: 413 };
  const late = Promise.withResolvers<ReadBody>();
  const timer = setTimeout(() => late.resolve({ refused: 408 }), patienceMs);
  const { read, stop } = length === null ? counted(request, limit) : announced(request, limit);
  try {
    return await Promise.race([read, late.promise]);
  } catch {
    return { refused: 408 };
  } finally {
    clearTimeout(timer);
    stop();
  }
}

interface Reading {
  read: Promise<ReadBody>;
  /** Nobody reads on: the client may be gone, or sends more than it may. */
  stop(): void;
}

/** Its length is known, and the server lets no more of it through: it need not be read piece by piece, which takes longer. */
function announced(request: Request, limit: number): Reading {
  const read = request
    .bytes()
    .then((bytes) => (bytes.byteLength > limit ? { refused: 413 as const } : { bytes }));
  return { read, stop: () => void read.catch(() => {}) };
}

function counted(request: Request, limit: number): Reading {
  const reader = request.body?.getReader();
  return {
    read: reader ? taken(reader, limit) : Promise.resolve({ bytes: new Uint8Array() }),
    stop: () => void reader?.cancel().catch(() => {}),
  };
}

async function taken(reader: ReadableStreamDefaultReader<Uint8Array>, limit: number): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const next = await reader.read();
    if (next.done) return { bytes: joined(chunks, size) };
    size += next.value.byteLength;
    if (size > limit) return { refused: 413 };
    chunks.push(next.value);
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
