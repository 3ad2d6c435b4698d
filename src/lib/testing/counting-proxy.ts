import { connect, createServer } from 'node:net';
import { isByItself } from '~/lib/db/query-log';

/** A statement with the values it was given, as text. */
export interface Executed {
  text: string;
  values: (string | null)[];
}

export interface CountingProxy {
  /** The same database, reached through the proxy. */
  url: string;
  /** The text of every statement that was executed so far for a request. Empty it to begin anew. */
  statements: string[];
  close(): Promise<void>;
}

/**
 * A TCP proxy before the pooler that reads along what is asked of the database, and tells `onExecuted` of it. No TLS: for
 * a stack on this machine.
 */
export async function countingProxy(
  databaseUrl: string,
  onExecuted: (executed: Executed) => void = () => {},
): Promise<CountingProxy> {
  const target = new URL(databaseUrl);
  const statements: string[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const read = messageReader((executed) => {
      statements.push(executed.text);
      onExecuted(executed);
    });
    client.on('data', read);
    for (const socket of [client, upstream]) {
      socket.on('error', () => {}).on('close', () => [client, upstream].map((each) => each.destroy()));
    }
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url: url.href,
    statements,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Each message is a letter, its length and its body; the first of a connection has no letter. */
function messageReader(tell: (executed: Executed) => void) {
  let waiting = Buffer.alloc(0);
  let parsed = '';
  let values: Executed['values'] = [];
  let isFirst = true;
  return (chunk: Buffer | string) => {
    waiting = Buffer.concat([waiting, Buffer.from(chunk)]);
    for (;;) {
      const head = isFirst ? 0 : 1;
      const length = waiting.length < head + 4 ? Number.POSITIVE_INFINITY : head + waiting.readInt32BE(head);
      if (waiting.length < length) return;
      const letter = isFirst ? '' : String.fromCharCode(waiting[0] ?? 0);
      const body = waiting.subarray(head + 4, length);
      const texts = body.toString('utf8').split('\0');
      // Parse: the statement's name, then its text. Bind: its values. Execute: of what was parsed last. Query: all in one.
      if (letter === 'P') parsed = texts[1] ?? '';
      if (letter === 'B') values = valuesIn(body);
      if (letter === 'E' && !isByItself(parsed)) tell({ text: parsed, values });
      if (letter === 'Q') tell({ text: texts[0] ?? '', values: [] });
      waiting = waiting.subarray(length);
      isFirst = false;
    }
  };
}

/** Of a Bind message: two names, a list of formats, then each value as its length and its bytes; -1 is null. */
function valuesIn(body: Buffer): Executed['values'] {
  const formats = body.indexOf(0, body.indexOf(0) + 1) + 1;
  const counted = formats + 2 + 2 * body.readInt16BE(formats);
  const values: Executed['values'] = [];
  for (let at = counted + 2, left = body.readInt16BE(counted); left > 0; left--) {
    const length = body.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : body.toString('utf8', at, at + length));
    at += Math.max(length, 0);
  }
  return values;
}
