import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { runScript, startScript } from './lib/testing';

test('db:studio listens on this machine only, and ends with the script that started it', async () => {
  const port = await freePort();
  const studio = startScript('studio', ['--port', String(port)]);
  try {
    await expect.poll(() => answers('127.0.0.1', port), { timeout: 15_000 }).toBe(true);
    for (const address of otherAddresses()) expect(await answers(address, port)).toBe(false);
  } finally {
    studio.stop();
    await studio.ended;
  }
  await expect.poll(() => answers('127.0.0.1', port)).toBe(false);
});

test('db:studio --help says that its port is open to whoever reaches it', async () => {
  const { code, stdout } = await runScript('studio', ['--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('Whoever reaches the port can read and change everything');
});

async function answers(address: string, port: number): Promise<boolean> {
  return fetch(`http://${address}:${port}/`).then(
    () => true,
    () => false,
  );
}

function otherAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
