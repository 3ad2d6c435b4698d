import { globSync, readFileSync } from 'node:fs';
import { lintSource } from '@secretlint/core';
import { creator as recommended } from '@secretlint/secretlint-rule-preset-recommend';
import { trackedFiles } from './tracked-files';

const PRESET = '@secretlint/secretlint-rule-preset-recommend';

/** What the preset does not know: the keys of the services that this app uses. */
const OURS: [what: string, pattern: RegExp][] = [
  ['a JSON web token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/g],
  ['a secret key of Supabase', /\bsb_secret_[\w-]{16,}/g],
  ['a key of Stripe', /\b[sr]k_(live|test)_\w{16,}/g],
  ['a secret of Stripe webhooks', /\bwhsec_[\w+/=]{16,}/g],
  ['the login of a mail server', /\bsmtps?:\/\/[^\s:/@'"`]+:[^\s@'"`]+@[\w.-]+/g],
];

/** Something that looks like a secret and is none. */
interface Known {
  pattern: string;
  because: string;
}

/** `file:line what` of every secret in the tracked files, and in what `build` has made of them. */
export async function secretProblems(): Promise<string[]> {
  const read = (file: string) => readFileSync(file, 'utf8');
  const known = readKnown();
  const serverNames = namesFor(read('.env.example'));
  const found = await Promise.all(
    [...trackedFiles(), ...builtFiles()].map((file) => secretsIn(file, read(file), known)),
  );
  const leaked = builtFiles('dist').flatMap((file) => namesIn(file, read(file), serverNames));
  return [...found.flat(), ...leaked];
}

/** The same for one file. */
export async function secretsIn(file: string, content: string, known: Known[] = []): Promise<string[]> {
  const allows = known.map(({ pattern }) => new RegExp(pattern));
  const config = { rules: [{ id: PRESET, rule: recommended }] };
  const source = { filePath: file, content, contentType: 'text' } as const;
  const { messages } = await lintSource({ source, options: { config, maskSecrets: true } });
  const preset = messages.map(({ range, message }) => ({ range, what: message }));
  const ours = OURS.flatMap(([what, pattern]) =>
    [...content.matchAll(pattern)].map(({ index, 0: { length } }) => ({
      range: [index, index + length],
      what,
    })),
  );
  return [...preset, ...ours]
    .filter(({ range: [from, to] }) => !allows.some((allow) => allow.test(content.slice(from, to))))
    .map(({ range: [from], what }) => `${file}:${content.slice(0, from).split('\n').length} ${what}`);
}

/** A variable of the server that a browser's file names: whatever reads it has come along. */
export function namesIn(file: string, content: string, names: string[]): string[] {
  return names
    .filter((name) => new RegExp(`\\b${name}\\b`).test(content))
    .map((name) => `${file} names ${name}`);
}

/** Every variable that `.env.example` has, but for those that are public by their name. */
export function namesFor(example: string): string[] {
  const names = [...example.matchAll(/^#? ?([A-Z][A-Z\d]*_[A-Z\d_]+)=/gm)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => !/^(PUBLIC|NODE)_/.test(name));
}

function readKnown(): Known[] {
  return JSON.parse(readFileSync('.ci/secrets.json', 'utf8'));
}

function builtFiles(folder = '{dist,server}'): string[] {
  return globSync(`${folder}/**/*.{js,mjs,json,css,html,svg,txt,webmanifest}`);
}
