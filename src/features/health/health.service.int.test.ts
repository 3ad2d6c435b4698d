import { expect, test } from 'vitest';
import * as HealthService from './health.service';

const answers = async () => new Date();
const breaks = () => Promise.reject(new Error('postgres://alcazar_app:canary@db.example refused'));
const hangs = () => new Promise<never>(() => {});

test('the process is ready when the database and the auth server answer', async () => {
  expect(await HealthService.checkReadiness()).toEqual({
    status: 'ready',
    checks: {
      database: { ok: true, ms: expect.any(Number) },
      auth: { ok: true, ms: expect.any(Number) },
      clock: { ok: true },
    },
    mail: 'on',
  });
});

test('one that refuses makes it unready, and the reason stays inside', async () => {
  const readiness = await HealthService.checkReadiness({ database: breaks, auth: answers });
  expect(readiness).toMatchObject({
    status: 'unready',
    checks: { database: { ok: false }, auth: { ok: true } },
  });
  expect(JSON.stringify(readiness)).not.toContain('canary');
});

test('one that hangs is given up, and the other has its say', async () => {
  const readiness = await HealthService.checkReadiness({ database: answers, auth: hangs }, 50);
  expect(readiness).toMatchObject({
    status: 'unready',
    checks: { database: { ok: true }, auth: { ok: false } },
  });
});

test('one whose clock goes wrong is not ready: the tokens of everybody would be over for it', async () => {
  for (const hours of [2, -2]) {
    const database = async () => new Date(Date.now() + hours * 60 * 60 * 1000);
    const readiness = await HealthService.checkReadiness({ database, auth: answers });
    expect(readiness).toMatchObject({
      status: 'unready',
      checks: { database: { ok: true }, clock: { ok: false } },
    });
  }
});
