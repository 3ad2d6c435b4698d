import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** What the real process writes to its standard output. */
function linesOf(statement: string, env: Record<string, string> = {}): string[] {
  const script = `import { log, setLogLevel } from '${process.cwd()}/src/lib/log.server'; ${statement}`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return stdout.split('\n').filter(Boolean);
}

test('an event is one line of JSON with its level, its time and its fields', () => {
  const [line = '', ...more] = linesOf(`log.warn('auth.refused', { path: '/dashboard', attempt: 2 });`);
  expect(more).toEqual([]);
  expect(JSON.parse(line)).toMatchObject({
    level: 'warn',
    app: 'alcazar',
    event: 'auth.refused',
    path: '/dashboard',
    attempt: 2,
  });
});

test('an error is written once, with its type', () => {
  const [line = ''] = linesOf(`log.error('page.failed', { err: new TypeError('boom') });`);
  expect(JSON.parse(line).err).toMatchObject({ type: 'TypeError', message: 'boom' });
  expect(JSON.parse(line)).not.toHaveProperty('msg');
});

test('what a request brought can neither begin a line of its own nor pose as another event', () => {
  const lines = linesOf(
    `log.info('http.request', { path: '/a\\n{"event":"forged"}\\r\\u2028\\u0085x', event: 'forged', level: 'error' });`,
  );
  expect(lines).toHaveLength(1);
  expect(lines[0]?.match(/"event":/g)).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'http.request', level: 'info' });
});

test('LOG_LEVEL decides what is written', () => {
  expect(linesOf(`log.info('a'); log.error('b');`, { LOG_LEVEL: 'error' })).toHaveLength(1);
  expect(linesOf(`log.error('b');`, { LOG_LEVEL: 'silent' })).toEqual([]);
});

test('the level can be set once the environment is known', () => {
  expect(linesOf(`setLogLevel('error'); log.info('a'); log.error('b');`)).toHaveLength(1);
});
