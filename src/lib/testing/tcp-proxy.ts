import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface TcpProxy {
  /** The same service, reached through the proxy. */
  url: string;
  /** `pass`: as if it were not there. `swallow`: takes everything and brings nothing, for those who come now as well. */
  mode: 'pass' | 'swallow';
  /** Milliseconds that each answer is late. */
  delayMs: number;
  /** Nobody listens, and who is connected is cut off; until `comeBack`. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** A TCP proxy of ours before a service on this machine, through which its network can be made bad. */
export async function tcpProxy(serviceUrl: string): Promise<TcpProxy> {
  const target = new URL(serviceUrl);
  const open = new Set<Socket>();
  const accept = (client: Socket) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        for (const each of [client, upstream]) each.destroy();
      });
    }
    client
      .pipe(
        through(
          () => proxy.mode,
          () => 0,
        ),
      )
      .pipe(upstream);
    upstream
      .pipe(
        through(
          () => proxy.mode,
          () => proxy.delayMs,
        ),
      )
      .pipe(client);
  };
  let server = createServer(accept);
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  const port = await listen(0);
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.resetAndDestroy();
    });
  const url = new URL(serviceUrl);
  url.host = `127.0.0.1:${port}`;
  const proxy: TcpProxy = {
    url: url.href,
    mode: 'pass',
    delayMs: 0,
    goAway: stop,
    async comeBack() {
      server = createServer(accept);
      await listen(port);
    },
    close: stop,
  };
  return proxy;
}

/** What is swallowed is gone: like a firewall that has forgotten the connection, it does not come later. */
function through(mode: () => TcpProxy['mode'], delayMs: () => number): Transform {
  return new Transform({
    transform(chunk, _encoding, pass) {
      if (mode() === 'swallow') return pass();
      const ms = delayMs();
      if (ms > 0) setTimeout(() => pass(null, chunk), ms);
      else pass(null, chunk);
    },
  });
}
