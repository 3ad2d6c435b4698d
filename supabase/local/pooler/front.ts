import { connect, createServer, type Socket } from 'node:net';
import { bindNext, LOOPBACK } from '../ports';
import type { Pooler } from './pooler';
import { readFirstPacket, SSL_REFUSED, withoutPoolerParameters } from './startup-packet';

const GREETING_WITHIN_MS = 10_000;

/**
 * Stands on the pooler's port where no pgbouncer is installed: drops what only a pooler understands from the
 * startup packet and passes every other byte on, cancel requests included. Each client has a session of its
 * own behind it, so what a pooler forbids is not noticed here.
 */
export async function startPoolerFront(preferred: number, databasePort: number): Promise<Pooler> {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    open.add(client);
    client.once('close', () => open.delete(client));
    greet(client, databasePort);
  });
  const port = await bindNext('pooler', preferred, (candidate) => listen(server, candidate));
  return {
    port,
    exited: new Promise(() => {}),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Collects the first packet of a connection, answers requests for encryption with "no", then connects it through. */
function greet(client: Socket, databasePort: number): void {
  let received = Buffer.alloc(0);
  const dismiss = (): void => void client.destroy();
  client.on('error', dismiss);
  client.setTimeout(GREETING_WITHIN_MS, dismiss);
  client.on('data', onData);

  function onData(chunk: Buffer): void {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const packet = readFirstPacket(received);
      if (packet === 'incomplete') return;
      if (packet === 'invalid') {
        dismiss();
        return;
      }
      if (packet.kind !== 'encryption') break;
      client.write(SSL_REFUSED);
      received = received.subarray(packet.length);
    }
    client.off('data', onData);
    // Without a listener a flowing stream drops what comes next; `pipe` lets it flow again.
    client.pause();
    client.setTimeout(0);
    passOn(client, withoutPoolerParameters(received), databasePort);
  }
}

/** `pipe` in both directions: a slow reader on one side slows the writer on the other. */
function passOn(client: Socket, greeting: Buffer, port: number): void {
  const database = connect({ host: LOOPBACK, port, noDelay: true });
  database.once('connect', () => {
    database.write(greeting);
    client.pipe(database);
    database.pipe(client);
  });
  database.once('error', () => client.destroy());
  database.once('close', () => client.destroySoon());
  client.once('close', () => database.destroy());
}
