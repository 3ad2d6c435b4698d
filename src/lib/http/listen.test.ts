import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';

test('a taken port ends the process with a sentence and code 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  const script = `import { listen } from '${process.cwd()}/src/lib/http/listen';
    listen({ port: ${port}, hostname: '127.0.0.1', handle: async () => new Response() });`;
  const ended = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  other.close();

  expect(ended.status).toBe(1);
  expect(ended.stderr.trim()).toBe(
    `Port ${port} on 127.0.0.1 is taken. Stop the program that uses it, or set PORT to a free one.`,
  );
});
