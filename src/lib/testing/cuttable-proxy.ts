import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface CuttableProxy {
  /** The same database, reached through the proxy. */
  url: string;
  /** From now on a connection that sends this text is reset: a part of the database is away. Null lets all pass. */
  cutAt: string | null;
  /** Resets every connection, as a failing network or a killed pooler does. */
  cut(): void;
  /** Resolves at the next bytes that come from the server. */
  nextAnswer(): Promise<void>;
  /** How many times the server has answered so far. */
  answers: number;
  /** Lets what is asked from now on reach the server, and cuts instead of bringing the answer: the next one, or a later one. */
  loseAnswer(which?: number): void;
  close(): Promise<void>;
}

/** A TCP proxy in front of the pooler whose connections a test can cut. */
export async function cuttableProxy(databaseUrl: string, port = 0): Promise<CuttableProxy> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  let answered = Promise.withResolvers<void>();
  let lost = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => {}).on('close', () => open.delete(socket));
    }
    client.on('data', (sent) => {
      if (proxy.cutAt === null || !sent.includes(proxy.cutAt)) return;
      for (const socket of [client, upstream]) socket.resetAndDestroy();
    });
    const answers = new Transform({
      transform(chunk, _encoding, pass) {
        answered.resolve();
        if (++proxy.answers !== lost) return pass(null, chunk);
        cut();
      },
    });
    client.pipe(upstream).pipe(answers).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

  const cut = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  const proxy: CuttableProxy = {
    url: url.href,
    cutAt: null,
    cut,
    answers: 0,
    loseAnswer(which = 1) {
      lost = proxy.answers + which;
    },
    nextAnswer() {
      answered = Promise.withResolvers<void>();
      return answered.promise;
    },
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}
