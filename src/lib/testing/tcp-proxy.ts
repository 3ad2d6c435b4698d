import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface TcpProxy {
  /** The same service, reached through the proxy. */
  url: string;
  /**
   * `pass`: as if it were not there. `swallow`: takes everything and brings nothing, of those who come now as well, and of none of
   * them later. `hang-up`: takes who comes and lets them go, as a balancer does with nobody behind it.
   */
  mode: 'pass' | 'swallow' | 'hang-up';
  /** How many connections it has taken. */
  readonly accepted: number;
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
  const connections = new Set<Connection>();
  let mode: TcpProxy['mode'] = 'pass';
  let accepted = 0;
  const accept = (client: Socket) => {
    accepted += 1;
    if (mode === 'hang-up')
      return client
        .on('error', () => {})
        .resume()
        .end();
    const upstream = connect({ port: Number(target.port), host: target.hostname, allowHalfOpen: true });
    const connection = { isLost: mode === 'swallow' };
    connections.add(connection);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        connections.delete(connection);
        for (const each of [client, upstream]) each.destroy();
      });
    }
    passOn(client, upstream, connection, () => 0);
    passOn(upstream, client, connection, () => proxy.delayMs);
  };
  let server = createServer({ allowHalfOpen: true }, accept);
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
    get mode() {
      return mode;
    },
    set mode(wanted) {
      mode = wanted;
      if (mode === 'swallow') for (const connection of connections) connection.isLost = true;
    },
    get accepted() {
      return accepted;
    },
    delayMs: 0,
    goAway: stop,
    async comeBack() {
      server = createServer({ allowHalfOpen: true }, accept);
      await listen(port);
    },
    close: stop,
  };
  return proxy;
}

interface Connection {
  /** Like one that a firewall has forgotten: what comes later is swallowed as well, and its end is not told either. */
  isLost: boolean;
}

function passOn(from: Socket, to: Socket, connection: Connection, delayMs: () => number): void {
  const late = new Transform({
    transform(chunk, _encoding, pass) {
      if (connection.isLost) return pass();
      const ms = delayMs();
      if (ms > 0) setTimeout(() => pass(null, chunk), ms);
      else pass(null, chunk);
    },
  });
  from.pipe(late).pipe(to, { end: false });
  late.on('end', () => {
    if (!connection.isLost) to.end();
  });
}
