import fc from 'fast-check';
import { formsOnDisk } from '../http/actions';
import type { Mail } from '../support/mailbox';
import { expect, test } from '../support/test';
import { untried } from './coverage';
import { type Fields, GREED, hostileFields, hostileText, MARK } from './hostile';
import { type Judged, troubleIn, troubleInMail } from './judge';
import { Probe, type Shot } from './probing';
import { type Clock, SLOW_MS } from './stopwatch';

// What the attacks are seen by: an app that is wrong on purpose.

const page = (body: string, status = 200): Judged => ({
  status,
  headers: new Headers({ 'Content-Type': 'text/html; charset=utf-8' }),
  body,
});
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Somebody has sent a form. */
const shot = (given: Partial<Shot> = {}): Shot => ({
  path: '/form?qaction=x',
  fields: { text: 'good' },
  values: hostileText,
  isTaken: true,
  send: async () => page(''),
  ...given,
});

/** What a probe has to say of an app that answers like that to a form with one field. */
async function troublesOf(
  answer: (text: string) => Judged | Promise<Judged>,
  options: { clock?: Clock; lift?: () => Promise<void> } = {},
) {
  const probe = new Probe({ runs: 3_000, isAtOnce: true, ...options });
  const send = async ({ text }: Fields) => answer(String(text));
  await probe.take(shot({ send }));
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

/** An app whose answers take these milliseconds, one after the other and then the last for ever, beside a machine that takes its own. */
async function slownessOf(takes: number[], { patience = 0, machine = 0 } = {}): Promise<string> {
  const readsClock = performance.now;
  let [now, sent] = [0, 0];
  const wait = async (ms: number) => {
    now += ms;
  };
  const answer = async () => {
    await wait(takes[Math.min(sent++, takes.length - 1)] ?? 0);
    return page('');
  };
  const clock = { patience: () => patience, control: () => wait(machine) };
  performance.now = () => now;
  try {
    return await troublesOf(answer, { clock });
  } finally {
    performance.now = readsClock;
  }
}

test('one that takes its time is found out, and let be where it does so on purpose, or the machine does', async () => {
  expect(await slownessOf([SLOW_MS + 1])).toContain(`took ${SLOW_MS + 1} ms`);
  expect(await slownessOf([SLOW_MS])).toBe('');
  expect(await slownessOf([SLOW_MS + 1], { patience: SLOW_MS })).toBe('');
  expect(await slownessOf([2 * SLOW_MS + 1], { patience: SLOW_MS })).toContain('took');
  // A machine that is always busy takes as long for what costs nothing, and one that was so for a moment is quick again.
  expect(await slownessOf([2 * SLOW_MS], { machine: SLOW_MS })).toBe('');
  expect(await slownessOf([2 * SLOW_MS + 1], { machine: SLOW_MS })).toContain('took');
  expect(await slownessOf([1_300, 1_005], { patience: 1_000, machine: 60 })).toBe('');
  expect(await slownessOf([900, 900, 900, 900, 900, 10])).toBe('');
});

test('what a limit refuses is sent again when that is lifted, and is a trouble where it stays refused', async () => {
  let [tries, isLifted] = [0, false];
  // Falls over behind the limit alone: the few tries before it must not find that by luck.
  const answer = (text: string) => page('', ++tries > 5 ? 429 : isLifted && text === '%' ? 500 : 400);
  const lift = async () => {
    [tries, isLifted] = [0, true];
  };
  expect(await troublesOf(answer)).toBe('');
  expect(await troublesOf(answer, { lift })).toContain('answered 500');
  expect(await troublesOf(() => page('', 429), { lift })).toContain('refused by a limit');
});

test('a form is tried when it was refused and when it was taken, each of its steps, and a command under a new key', async () => {
  const probe = new Probe({ runs: 20, isAtOnce: true });
  const keys = new Set<unknown>();
  const fields = { text: 'good', key: 'of the page' };
  const send = async ({ key }: Fields) => page('', keys.add(key) && 400);
  await probe.take(shot({ isTaken: false }));
  await probe.take(shot());
  await probe.take(shot());
  await probe.take(shot({ fields: { text: 'good', step: 'send' } }));
  await probe.take(shot({ fields, send }));
  expect(probe.tallies).toEqual([
    '/form x (text), refused: 20 × 200',
    '/form x (text): 20 × 200',
    '/form x (step text): 20 × 200',
    '/form x (key text): 20 × 400',
  ]);
  expect(probe.taken).toEqual(['/form x (key text)', '/form x (step text)', '/form x (text)']);
  expect(keys).not.toContain('of the page');
});

test('most of what is sent has every field, and in every second of them one alone is another', () => {
  const form = { name: 'Ada', locale: 'es', theme: 'dark' };
  const sent = fc.sample(hostileFields(form, hostileText), { numRuns: 1_000, seed: 1 });
  const whole = sent.filter((fields) => Object.keys(form).every((name) => name in fields));
  expect(whole.length).toBeGreaterThan(800);
  const changesOne = (fields: Fields) =>
    Object.entries(form).filter(([name, value]) => fields[name] !== value).length === 1;
  expect(whole.filter(changesOne).length).toBeGreaterThan(500);
  expect(sent.filter((fields) => GREED.some((name) => name in fields)).length).toBeGreaterThan(100);
});

test('a form that was never taken is no form that was taken', async () => {
  const probe = new Probe({ runs: 1, isAtOnce: true });
  await probe.take(shot({ path: '/webhooks/test', isTaken: false }));
  expect(untried(probe.taken)).toContain('webhooks/[provider] onPost');
});

test('a form that nobody has come by is missed, and one that looks like it is not it', () => {
  expect(untried([])).toContain('(app)/account useSaveAccount');
  expect(untried([])).toContain('(app)/billing/invoices/[number] usePayByCard');
  const seen = ['/account x (fullName)', '/billing/invoices/* x (number)', '/webhooks/test (id)'];
  const missed = untried(seen);
  expect(missed).not.toContain('(app)/account useSaveAccount');
  expect(missed).not.toContain('webhooks/[provider] onPost');
  // It has two.
  expect(missed).toContain('(app)/billing/invoices/[number] usePayByCard');
  expect(missed.length).toBeLessThan(formsOnDisk().length);
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

test('a mail that takes a word for markup, leads away or was bent in its head is none to send', () => {
  const mail = (given: Partial<Mail> = {}): Mail => ({
    from: 'no-reply@alcazar.example',
    to: 'ana@example.test',
    subject: 'Welcome',
    text: '',
    html: `<p>${escaped(`<${MARK}>`)}</p>`,
    links: ['http://localhost:1/login'],
    ...given,
  });
  expect(troubleInMail(mail())).toBeUndefined();
  expect(troubleInMail(mail({ html: `<p>o'<${MARK}></p>` }))).toBe('takes a word for an element');
  expect(troubleInMail(mail({ links: ['https://evil.example/'] }))).toBe('leads to https://evil.example/');
  expect(troubleInMail(mail({ subject: 'Hi\nBcc: eve@evil.example' }))).toBe('breaks out of its subject');
  expect(troubleInMail(mail({ to: 'eve@evil.example' }))).toContain('goes to');
  expect(troubleInMail(mail({ from: 'eve@evil.example' }))).toContain('comes from');
});
