import { expect, test } from 'vitest';
import { haproxySettings, nobodyAnswer } from './haproxy';
import { requireProductionParts } from './requirements';

test('what is missing is named at once, with the line that installs it', () => {
  const parts: Parameters<typeof requireProductionParts>[0] = [
    ['PostgreSQL 15 or later', 'postgresql', () => false],
    ['pgbouncer', 'pgbouncer', () => true],
    ['haproxy', 'haproxy', () => false],
  ];
  expect(() => requireProductionParts(parts)).toThrow(
    /PostgreSQL 15 or later, haproxy\..*\n {2}sudo apt-get install --no-install-recommends postgresql haproxy$/,
  );
  expect(() => requireProductionParts([['anything', 'any', () => true]])).not.toThrow();
});

test('every instance is in both lists, and commands are repeated only when nobody saw them', () => {
  const settings = haproxySettings({ port: 8080, instances: [4001, 4002], nobodyFile: '/tmp/nobody.http' });
  expect(settings.match(/server app\d 127\.0\.0\.1:400[12]/g)).toHaveLength(4);
  expect(settings.match(/disable-l7-retry unless METH_GET/g)).toHaveLength(2);
});

test('when nobody lives, the front says so in both languages, and when to come back', () => {
  expect(nobodyAnswer()).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
  expect(nobodyAnswer()).toMatch(/\r\nRetry-After: \d+\r\n/);
  expect(nobodyAnswer()).toMatch(/lang="es"/);
});
