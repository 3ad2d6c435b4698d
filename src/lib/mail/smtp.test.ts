import { expect, test } from 'vitest';
import { smtpOptions } from './smtp';

test('smtps:// is encrypted from the first byte', () => {
  expect(smtpOptions('smtps://ana:p%40ss@smtp.example.com')).toMatchObject({
    host: 'smtp.example.com',
    port: 465,
    secure: true,
    auth: { user: 'ana', pass: 'p@ss' },
    tls: { rejectUnauthorized: true },
  });
});

test('smtp:// to another machine begins in the open and goes no further without STARTTLS', () => {
  expect(smtpOptions('smtp://smtp.example.com')).toMatchObject({
    port: 587,
    secure: false,
    requireTLS: true,
    ignoreTLS: false,
    tls: { rejectUnauthorized: true },
  });
});

test('smtp:// on this machine stays in the open: a mailbox has no certificate', () => {
  expect(smtpOptions('smtp://[::1]:54325')).toMatchObject({
    host: '::1',
    port: 54_325,
    secure: false,
    requireTLS: false,
    ignoreTLS: true,
  });
});
