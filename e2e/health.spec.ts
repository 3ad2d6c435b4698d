import { rawRequest } from './http/raw-request';
import { expect, test } from './support/test';

const ORIGIN = process.env.ORIGIN ?? '';

test('the server is live and ready, and says so to machines', async () => {
  const live = await fetch(`${ORIGIN}/health/live`);
  expect([live.status, await live.json()]).toEqual([200, { status: 'live' }]);
  const ready = await fetch(`${ORIGIN}/health/ready`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toMatchObject({ status: 'ready' });
  for (const answer of [live, ready]) {
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(answer.headers.get('Content-Type')).toContain('application/json');
  }
});

test('the ledger is verified for the operators, and for nobody else', async () => {
  const ask = (authorization?: string) =>
    fetch(`${ORIGIN}/health/ready?deep`, authorization ? { headers: { Authorization: authorization } } : {});
  for (const stranger of [undefined, 'Bearer x', `Basic ${process.env.HEALTH_TOKEN}`]) {
    const refused = await ask(stranger);
    expect(refused.status, stranger).toBe(401);
    expect(await refused.json()).toEqual({ status: 'refused' });
  }
  const answer = await ask(`Bearer ${process.env.HEALTH_TOKEN}`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ status: 'ready', ledger: { ok: true, broken: [] } });
});

test('it tells nobody where anything is', async () => {
  const text = await (await fetch(`${ORIGIN}/health/ready`)).text();
  expect(text).not.toMatch(/127\.0\.0\.1|localhost|postgres:|alcazar_app|:\d{4,5}\b/);
});

test('it answers under any name, as a load balancer asks by address', async () => {
  const answer = await rawRequest(ORIGIN, '/health/ready', { headers: { Host: '10.0.0.7:8080' } });
  expect(answer.status).toBe(200);
});

test('it takes questions only', async () => {
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const answer = await rawRequest(ORIGIN, '/health/ready', { method, headers: { Origin: ORIGIN } });
    expect(answer.status, method).toBeGreaterThanOrEqual(400);
    expect(answer.status, method).toBeLessThan(500);
  }
});
