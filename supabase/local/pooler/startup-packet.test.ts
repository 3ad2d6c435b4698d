import { expect, test } from 'vitest';
import { readFirstPacket, withoutPoolerParameters } from './startup-packet';

function startupPacket(parameters: Record<string, string>): Buffer {
  const pairs = Object.entries(parameters).flat().join('\0');
  const body = Buffer.from(`${pairs}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(196_608, 4);
  return Buffer.concat([head, body]);
}

test('what only a pooler understands is dropped, the rest and its order stay', () => {
  const sent = startupPacket({
    user: 'alcazar_app',
    pgbouncer: 'true',
    database: 'postgres',
    connection_limit: '1',
    pool_timeout: '5',
    application_name: 'web',
  });
  expect(withoutPoolerParameters(sent)).toEqual(
    startupPacket({ user: 'alcazar_app', database: 'postgres', application_name: 'web' }),
  );
});

test('bytes that follow the packet stay behind it', () => {
  const sent = Buffer.concat([startupPacket({ user: 'a', pgbouncer: 'true' }), Buffer.from('after')]);
  expect(withoutPoolerParameters(sent)).toEqual(
    Buffer.concat([startupPacket({ user: 'a' }), Buffer.from('after')]),
  );
});

test('a cancel request passes untouched', () => {
  const cancel = Buffer.alloc(16);
  cancel.writeInt32BE(16, 0);
  cancel.writeInt32BE(80_877_102, 4);
  expect(readFirstPacket(cancel)).toEqual({ kind: 'other', length: 16 });
  expect(withoutPoolerParameters(cancel)).toEqual(cancel);
});

test('half a packet is waited for, an impossible length is not', () => {
  const whole = startupPacket({ user: 'a' });
  expect(readFirstPacket(whole.subarray(0, 7))).toBe('incomplete');
  expect(readFirstPacket(whole.subarray(0, whole.length - 1))).toBe('incomplete');
  expect(readFirstPacket(Buffer.from('GET / HTTP/1.1\r\n'))).toBe('invalid');
  expect(readFirstPacket(Buffer.alloc(8))).toBe('invalid');
});

test('requests for encryption are known, of both kinds', () => {
  for (const code of [80_877_103, 80_877_104]) {
    const request = Buffer.alloc(8);
    request.writeInt32BE(8, 0);
    request.writeInt32BE(code, 4);
    expect(readFirstPacket(request)).toEqual({ kind: 'encryption', length: 8 });
  }
});
