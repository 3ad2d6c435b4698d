import { expect, test } from '../support/test';
import { type Fields, hostileText, MARK } from './hostile';
import { type Judged, SLOW_MS, troubleIn } from './judge';
import { Probe } from './probing';

// What the attacks are seen by: an app that is wrong on purpose.

const page = (body: string, status = 200): Judged => ({
  status,
  headers: new Headers({ 'Content-Type': 'text/html; charset=utf-8' }),
  body,
});
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** What a probe has to say of an app that answers like that to a form with one field. */
async function troublesOf(
  answer: (text: string) => Judged | Promise<Judged>,
  options: { runs?: number; patience?: () => number } = {},
) {
  const probe = new Probe({ runs: 3_000, isAtOnce: true, ...options });
  const send = async ({ text }: Fields) => answer(String(text));
  await probe.take({ path: '/form?qaction=x', fields: { text: 'good' }, values: hostileText, send });
  return probe.troubles.join('\n');
}

test('an app that is as it should be troubles nobody', async () => {
  expect(await troublesOf((text) => page(`<p title="${escaped(text)}">${escaped(text)}</p>`, 400))).toBe('');
});

test('one that falls over a quote, takes a word for markup or tells of its insides is found out', async () => {
  expect(await troublesOf((text) => page('', text.includes("'") ? 500 : 200))).toContain('answered 500');
  expect(await troublesOf((text) => page(`<p>${text}</p>`))).toContain('takes a word for an element');
  expect(await troublesOf((text) => page(`<p title="${text}">`))).toMatch(
    /takes a word for an (element|attribute)/,
  );
  expect(await troublesOf((text) => page(`<a href="${escaped(text)}">`))).toContain('links to a script');
  expect(await troublesOf((text) => page(text.length > 300 ? 'at run (/src/a.ts:1:2)' : ''))).toContain(
    'how we are made',
  );
});

test('one that takes its time is found out where it is timed, and let be where it does so on purpose', async () => {
  const readsClock = performance.now;
  let now = 0;
  const slow = () => {
    now += SLOW_MS + 1;
    return page('');
  };
  performance.now = () => now;
  try {
    expect(await troublesOf(slow, { patience: () => 0 })).toContain(`took ${SLOW_MS + 1} ms`);
    expect(await troublesOf(slow, { patience: () => SLOW_MS })).toBe('');
    expect(await troublesOf(slow)).toBe('');
  } finally {
    performance.now = readsClock;
  }
});

test('an answer that other sites may read, leads away or tells a secret is none to give', () => {
  const answer = (headers: Record<string, string>, body = '') => ({
    status: 302,
    headers: new Headers(headers),
    body,
  });
  expect(troubleIn(answer({ 'Access-Control-Allow-Origin': '*' }))).toBe('lets other sites read it');
  expect(troubleIn(answer({ Location: '//evil.example' }))).toBe('leads to //evil.example');
  expect(troubleIn(answer({ Location: '/dashboard' }))).toBeUndefined();
  expect(troubleIn(answer({}, 'ana@example.test'), ['ana@example.test'])).toBe('tells ana@example.test');
  expect(troubleIn(page(`<input value="&quot;><${MARK}>">`))).toBeUndefined();
});
