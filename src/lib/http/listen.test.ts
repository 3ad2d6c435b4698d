import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { listen } from './listen';

/** What a process says and ends with that wants to serve on this port. */
function serveOn(port: number) {
  const script = `import { listen } from '${process.cwd()}/src/lib/http/listen';
    listen({ port: ${port}, hostname: '127.0.0.1', handle: async () => new Response() });`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', timeout: 5000 });
  return { status, said: stderr.trim() };
}

function refusal(port: number) {
  return {
    status: 1,
    said: `Port ${port} on 127.0.0.1 is taken. Stop the program that uses it, or set PORT to a free one.`,
  };
}

test('a port that another program has ends the process with a sentence and code 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? Number(address?.port) : 0;
  expect(serveOn(port)).toEqual(refusal(port));
  other.close();
});

test('so does a port that another server of ours has: two never share one', async () => {
  const first = listen({ port: 0, hostname: '127.0.0.1', handle: async () => new Response('first') });
  expect(serveOn(Number(first.port))).toEqual(refusal(Number(first.port)));
  await first.stop(true);
});
