import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startPoolerFront } from './front';

const CHUNK = Buffer.alloc(1024 * 1024, 'a');
const CHUNKS = 200;

/** Plays the database: takes the startup packet, then sends as fast as the other side lets it. */
async function startSender() {
  let sent = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    const send = () => {
      while (sent < CHUNKS) {
        sent += 1;
        if (!socket.write(CHUNK)) return;
      }
      socket.end();
    };
    socket.once('data', send);
    socket.on('drain', send);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address has a port.
  return { port: (server.address() as AddressInfo).port, sent: () => sent, close: () => server.close() };
}

test('a client that does not read holds the database back, and gets everything when it does', async () => {
  const sender = await startSender();
  const front = await startPoolerFront(0, sender.port);
  const client = connect({ host: '127.0.0.1', port: front.port });
  client.pause();
  client.write(Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]));

  await expect.poll(sender.sent, { timeout: 4_000 }).toBeGreaterThan(0);
  await sleep(500);
  expect(sender.sent()).toBeLessThan(CHUNKS / 2);

  let received = 0;
  client.on('data', (chunk) => {
    received += chunk.length;
  });
  await once(client.resume(), 'close');
  expect(received).toBe(CHUNKS * CHUNK.length);
  await front.stop();
  sender.close();
});

test('where no database listens, the client is closed', async () => {
  const sender = await startSender();
  sender.close();
  const front = await startPoolerFront(0, sender.port);
  const client = connect({ host: '127.0.0.1', port: front.port });
  client.write(Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]));
  await once(client.resume(), 'close');
  await front.stop();
});
