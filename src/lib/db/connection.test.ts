import { describe, expect, test } from 'vitest';
import { driverUrl, tlsOptions } from './connection';

const CA = '-----BEGIN CERTIFICATE-----';

describe('driverUrl', () => {
  test('keeps where and who, and drops what the server would refuse', () => {
    expect(
      driverUrl(
        'postgres://me:p%40ss@db.example.com:6543/app?pgbouncer=true&sslmode=require&connection_limit=1',
      ),
    ).toBe('postgres://me:p%40ss@db.example.com:6543/app');
  });

  test('names the loopback of IPv6 in the only way the driver can read', () => {
    expect(driverUrl('postgres://me:x@[::1]:5432/app')).toBe('postgres://me:x@localhost:5432/app');
  });
});

describe('tlsOptions', () => {
  test('leaves this machine alone, unless the URL asks', () => {
    expect(tlsOptions({ DATABASE_URL: url('127.0.0.1', '') })).toBe(false);
    expect(tlsOptions({ DATABASE_URL: url('localhost', 'sslmode=disable') })).toBe(false);
    expect(tlsOptions({ DATABASE_URL: url('localhost', 'sslmode=require') })).toEqual({
      rejectUnauthorized: false,
    });
  });

  test('require encrypts, and verifies as soon as an authority is given', () => {
    expect(tlsOptions({ DATABASE_URL: url('db.example.com', 'sslmode=require') })).toEqual({
      rejectUnauthorized: false,
    });
    expect(tlsOptions({ DATABASE_URL: url('db.example.com', 'sslmode=require'), DATABASE_CA: CA })).toEqual({
      rejectUnauthorized: true,
      ca: CA,
    });
  });

  test('verify-full trusts the system when no authority is given', () => {
    expect(tlsOptions({ DATABASE_URL: url('db.example.com', 'sslmode=verify-full') })).toEqual({
      rejectUnauthorized: true,
    });
  });

  test('a remote URL without a mode is verified: nothing unchecked by omission', () => {
    expect(tlsOptions({ DATABASE_URL: url('db.example.com', '') })).toEqual({ rejectUnauthorized: true });
  });

  test('answers for another URL than the app’s own', () => {
    const env = { DATABASE_URL: url('db.example.com', 'sslmode=verify-full') };
    expect(tlsOptions(env, url('127.0.0.1', ''))).toBe(false);
  });
});

function url(host: string, query: string): string {
  return `postgres://me:secret@${host}:5432/app?${query}`;
}
