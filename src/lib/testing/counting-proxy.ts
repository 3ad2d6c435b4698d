import { connect, createServer } from 'node:net';
import { isByItself } from '~/lib/db/query-log';

export interface CountingProxy {
  /** The same database, reached through the proxy. */
  url: string;
  /** The text of every statement that was executed so far for a request. Empty it to begin anew. */
  statements: string[];
  close(): Promise<void>;
}

/** A TCP proxy before the pooler that reads along what is asked of the database. No TLS: for a stack on this machine. */
export async function countingProxy(databaseUrl: string): Promise<CountingProxy> {
  const target = new URL(databaseUrl);
  const statements: string[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const read = messageReader(statements);
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
function messageReader(statements: string[]) {
  let waiting = Buffer.alloc(0);
  let parsed = '';
  let isFirst = true;
  return (chunk: Buffer | string) => {
    waiting = Buffer.concat([waiting, Buffer.from(chunk)]);
    for (;;) {
      const head = isFirst ? 0 : 1;
      const length = waiting.length < head + 4 ? Number.POSITIVE_INFINITY : head + waiting.readInt32BE(head);
      if (waiting.length < length) return;
      const letter = isFirst ? '' : String.fromCharCode(waiting[0] ?? 0);
      const texts = waiting
        .subarray(head + 4, length)
        .toString('utf8')
        .split('\0');
      // Parse: the statement's name, then its text. Execute: of what was parsed last. Query: both in one.
      if (letter === 'P') parsed = texts[1] ?? '';
      if (letter === 'E' && !isByItself(parsed)) statements.push(parsed);
      if (letter === 'Q') statements.push(texts[0] ?? '');
      waiting = waiting.subarray(length);
      isFirst = false;
    }
  };
}
