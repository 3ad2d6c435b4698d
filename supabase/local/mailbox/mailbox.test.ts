import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Mailbox, openMailbox } from './mailbox';
import { answerMailpit } from './mailpit-api';
import { mailboxPage } from './page';
import { startMailboxServer } from './server';

let folder: string;
let mailbox: Mailbox;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailbox-'));
  mailbox = openMailbox(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

function deliver(to: string, subject = 'Hello', text = 'Text') {
  const from = { name: 'Alcázar', address: 'no-reply@alcazar.example' };
  mailbox.deliver({ from, to: { name: '', address: to }, subject, text, html: `<p>${text}</p>` });
}

async function ask(path: string, init?: RequestInit) {
  const response = await answerMailpit(new Request(`http://127.0.0.1:54324/api/v1${path}`, init), mailbox);
  if (!response) throw new Error(`no answer to ${path}`);
  return response;
}

test('mails are listed newest first, in Mailpit’s words', async () => {
  deliver('ana@example.test', 'First');
  deliver('ben@example.test', 'Second', 'Some\n  text');
  const list = await (await ask('/messages')).json();
  expect(list).toMatchObject({ total: 2, unread: 2, count: 2, messages_count: 2, start: 0, tags: [] });
  expect(list.messages[0]).toMatchObject({
    ID: expect.any(String),
    MessageID: expect.any(String),
    Read: false,
    From: { Name: 'Alcázar', Address: 'no-reply@alcazar.example' },
    To: [{ Name: '', Address: 'ben@example.test' }],
    Subject: 'Second',
    Created: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    Size: expect.any(Number),
    Snippet: 'Some text',
  });
});

test('start and limit page through them', async () => {
  for (const number of [1, 2, 3, 4]) deliver('ana@example.test', `Mail ${number}`);
  const page = await (await ask('/messages?start=1&limit=2')).json();
  expect(page).toMatchObject({ total: 4, count: 2, messages_count: 4, start: 1 });
  expect(page.messages.map((mail: { Subject: string }) => mail.Subject)).toEqual(['Mail 3', 'Mail 2']);
});

test('a message has both its bodies, and reading it marks it read', async () => {
  deliver('ana@example.test');
  const [{ ID }] = (await (await ask('/messages')).json()).messages;
  expect(await (await ask(`/message/${ID}`)).json()).toMatchObject({
    ID,
    Subject: 'Hello',
    Text: 'Text',
    HTML: '<p>Text</p>',
    To: [{ Address: 'ana@example.test' }],
    Date: expect.any(String),
    Attachments: [],
  });
  expect((await (await ask('/messages')).json()).unread).toBe(0);
  expect((await ask('/message/latest')).status).toBe(200);
  expect((await ask('/message/nobody')).status).toBe(404);
});

test('search finds by address, subject and words, all of them together', async () => {
  deliver('ana@example.test', 'Confirm');
  deliver('ana@example.test', 'Reset');
  deliver('ben@example.test', 'Confirm');
  const found = async (query: string) => {
    const { messages_count } = await (await ask(`/search?query=${encodeURIComponent(query)}`)).json();
    return messages_count;
  };
  expect(await found('to:ana@example.test')).toBe(2);
  expect(await found('to:"ana@example.test" subject:confirm')).toBe(1);
  expect(await found('confirm')).toBe(2);
  expect(await found('to:nobody@example.test')).toBe(0);
  expect((await ask('/search?query=')).status).toBe(400);
});

test('all mails or some of them are deleted', async () => {
  deliver('ana@example.test');
  deliver('ben@example.test');
  const [newest] = mailbox.list();
  await ask('/messages', { method: 'DELETE', body: JSON.stringify({ IDs: [newest?.id] }) });
  expect(mailbox.list().map(({ to }) => to.address)).toEqual(['ana@example.test']);
  expect(await (await ask('/messages', { method: 'DELETE' })).text()).toBe('ok');
  expect(mailbox.list()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('a restart keeps the mails and what was read', () => {
  deliver('ana@example.test', 'First');
  deliver('ana@example.test', 'Second');
  mailbox.markRead(mailbox.list()[0]?.id ?? '');
  const again = openMailbox(folder);
  expect(again.list()).toEqual(mailbox.list());
  expect(again.list().map(({ read }) => read)).toEqual([true, false]);
});

test('the newest 500 are kept', () => {
  for (let number = 1; number <= 503; number++) deliver('ana@example.test', `Mail ${number}`);
  const subjects = mailbox.list().map(({ subject }) => subject);
  expect(subjects).toHaveLength(500);
  expect([subjects[0], subjects.at(-1)]).toEqual(['Mail 503', 'Mail 4']);
  expect(readdirSync(folder)).toHaveLength(500);
});

test('the page escapes what a mail brought and shows its HTML only in a frame without script', () => {
  deliver('<script>alert(1)</script>@example.test', '"><img onerror=alert(1)>', '<b>text</b>');
  const mail = mailbox.list()[0] ?? null;
  const page = mailboxPage(mailbox.list(), mail, new Date());
  expect(page).not.toMatch(/<script|<img|<b>text/);
  expect(page).toContain(
    `src="/view/${mail?.id}.html" sandbox="allow-popups allow-popups-to-escape-sandbox"`,
  );
});

test('the mailbox is served on loopback, and only its own page may empty it', async () => {
  deliver('ana@example.test', 'Hello', 'Text');
  const server = await startMailboxServer(0, mailbox);
  const address = `http://127.0.0.1:${server.port}`;
  const id = mailbox.list()[0]?.id;

  expect(await (await fetch(address)).text()).toContain('1 kept, 1 unread');
  const frame = await fetch(`${address}/view/${id}.html`);
  expect(frame.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(frame.headers.get('content-security-policy')).toContain('sandbox allow-popups');
  expect(await frame.text()).toBe('<base target="_blank"><p>Text</p>');
  expect(await (await fetch(`${address}/view/${id}`)).text()).toContain('1 kept, 0 unread');
  expect((await fetch(`${address}/view/nobody`)).status).toBe(404);

  const clear = (site: string) =>
    fetch(`${address}/clear`, { method: 'POST', headers: { 'sec-fetch-site': site }, redirect: 'manual' });
  expect((await clear('cross-site')).status).toBe(403);
  expect(mailbox.list()).toHaveLength(1);
  expect((await clear('same-origin')).status).toBe(303);
  expect(mailbox.list()).toEqual([]);
  await server.stop();
});
