import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((path) => `src/${path}`);

/** Every folder of messages, the base one and one per feature. */
const folders = files
  .filter((path) => path.endsWith('/messages/en.json'))
  .map((path) => path.replace(/\/en\.json$/, ''));

const settings = readFileSync('src/lib/i18n/project.inlang/settings.json', 'utf8');
const source = files
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

test('there are messages to compare', () => {
  expect(folders).toContain('src/lib/i18n/messages');
});

describe.each(folders)('%s', (folder) => {
  const english = read(`${folder}/en.json`);
  const spanish = read(`${folder}/es.json`);

  test('is listed in the project, so that it is compiled', () => {
    expect(settings).toContain(folder.replace(/^src\/lib\/i18n/, '.').replace(/^src/, '../..'));
  });

  test('says the same things in both languages', () => {
    expect(Object.keys(spanish).sort()).toEqual(Object.keys(english).sort());
  });

  test('fills in the same parameters in both languages', () => {
    expect(parametersOf(spanish)).toEqual(parametersOf(english));
  });

  test('leaves nothing empty', () => {
    const texts = [...Object.values(english), ...Object.values(spanish)];
    expect(texts.filter((text) => !JSON.stringify(text).replace(/["\s]/g, ''))).toEqual([]);
  });

  test('holds nothing that no file uses', () => {
    const used = (key: string) => new RegExp(String.raw`\bm\.${key}\b`).test(source);
    expect(Object.keys(english).filter((key) => !used(key))).toEqual([]);
  });
});

type Messages = Record<string, unknown>;

function read(path: string): Messages {
  const { $schema: _, ...messages } = JSON.parse(readFileSync(path, 'utf8'));
  return messages;
}

/** The `{name}` of every message, those inside its variants too. */
function parametersOf(messages: Messages): Record<string, string[]> {
  const names = (message: unknown) =>
    [...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map((hit) => hit[1] ?? '');
  return Object.fromEntries(
    Object.entries(messages).map(([key, text]) => [key, [...new Set(names(text))].sort()]),
  );
}
