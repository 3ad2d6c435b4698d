import { grade, type Observed } from './http/observatory';
import { startAnotherServer } from './support/another-server';
import { expect, test } from './support/test';
import { startTlsFront } from './support/tls-front';

test('the Observatory gives the first page and the sign-in page an A+ over TLS, with 130 points', async () => {
  const front = startTlsFront();
  const server = await startAnotherServer('observatory', { ORIGIN: front.origin });
  try {
    front.leadTo(server.origin);
    for (const path of ['/', '/login']) {
      const { score, letter, tests } = grade(await observe(front.origin + path, front.certificate));
      expect([letter, score >= 130], JSON.stringify(tests, null, 2)).toEqual(['A+', true]);
    }
  } finally {
    await server.stop();
    await front.stop();
  }
});

test('what is missing costs as much as the Observatory takes for it', () => {
  const headers = {
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'same-origin',
    'Strict-Transport-Security': 'max-age=63072000',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
  const scoreWith = (changes: Record<string, string>, without = 'X-None', html = '') => {
    const kept = new Headers({ ...headers, ...changes });
    kept.delete(without);
    const { letter, score } = grade({ headers: kept, html, preflight: new Headers() });
    return `${letter} ${score}`;
  };
  expect(scoreWith({})).toBe('A+ 130');
  // Without the policy there is no word on frames either, and no credit for the rest.
  expect(scoreWith({}, 'Content-Security-Policy')).toBe('C 55');
  expect(scoreWith({ 'Content-Security-Policy': "script-src 'unsafe-inline'; frame-ancestors 'none'" })).toBe(
    'B+ 80',
  );
  expect(scoreWith({}, 'Strict-Transport-Security')).toBe('B+ 80');
  expect(scoreWith({}, 'X-Content-Type-Options')).toBe('A+ 125');
  expect(scoreWith({ 'Set-Cookie': 'session=x' })).toBe('B 70');
  expect(scoreWith({ 'Set-Cookie': 'locale=es; Secure; SameSite=Lax' })).toBe('A+ 135');
  expect(scoreWith({}, undefined, '<script src="//evil.example/x.js"></script>')).toBe('C 50');
});

async function observe(url: string, ca: string): Promise<Observed> {
  const tls = { ca };
  const [page, preflight] = await Promise.all([
    fetch(url, { tls, headers: { Accept: 'text/html' } }),
    fetch(url, {
      tls,
      method: 'OPTIONS',
      headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'GET' },
    }),
  ]);
  return { headers: page.headers, html: await page.text(), preflight: preflight.headers };
}
