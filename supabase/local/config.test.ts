import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT, readConfig, secondsOf, TEMPLATE_NAMES } from './config';
import { htmlToText } from './mailbox/html-to-text';
import { render } from './mailbox/mailer';

const variables = {
  SiteURL: 'https://app.example.test',
  TokenHash: 'c0ffee',
  Token: '123456',
  Email: 'ana@example.test',
  NewEmail: 'ana@new.example.test',
};

function sourceOf(name: (typeof TEMPLATE_NAMES)[number]): string {
  const { content_path } = readConfig().auth.email.template[name];
  return readFileSync(join(PROJECT_ROOT, content_path), 'utf8');
}

test('config.toml asks for what the app relies on', () => {
  const { auth } = readConfig();
  expect(auth.email.enable_confirmations).toBe(true);
  expect(auth.email.secure_password_change).toBe(true);
  expect(auth.minimum_password_length).toBe(8);
  expect(auth.jwt_expiry).toBe(3600);
  expect(auth.email.max_frequency).toBe(60);
});

test('durations are read as Go writes them, and anything else is refused', () => {
  expect(secondsOf('60s')).toBe(60);
  expect(secondsOf('1m30s')).toBe(90);
  expect(secondsOf('1h')).toBe(3600);
  expect(() => secondsOf('soon')).toThrow('"soon" is not a duration');
});

test.each([
  ['confirmation', 'signup'],
  ['recovery', 'recovery'],
  ['magic_link', 'magiclink'],
  ['email_change', 'email_change'],
  ['invite', 'invite'],
] as const)('the %s mail links to the app, in HTML and in plain text', (name, type) => {
  const html = render(sourceOf(name), variables);
  const link = `https://app.example.test/auth/confirm?token_hash=c0ffee&type=${type}`;
  expect(html).toContain(`href="${link.replace('&', '&amp;')}"`);
  expect(htmlToText(html).split('\n')).toContain(link);
  expect(html.match(/https?:\/\/[^/"]+/g)?.every((origin) => origin === 'https://app.example.test')).toBe(
    true,
  );
});

test('the reauthentication mail carries the code and no link', () => {
  const html = render(sourceOf('reauthentication'), variables);
  expect(htmlToText(html)).toContain('123456');
  expect(html).not.toContain('href');
});

test('every mail speaks English and Spanish and has its file', () => {
  for (const name of TEMPLATE_NAMES) {
    const source = sourceOf(name);
    expect(source).toContain('<td lang="en"');
    expect(source).toContain('<td lang="es"');
    expect(existsSync(join(PROJECT_ROOT, 'supabase', 'templates', `${name}.html`))).toBe(true);
  }
});

test('what a person typed is escaped in a mail', () => {
  const html = render('<p>{{ .Email }}</p>', { ...variables, Email: '"<img src=x>"@example.test' });
  expect(html).toBe('<p>&quot;&lt;img src=x&gt;&quot;@example.test</p>');
  expect(htmlToText(html)).toBe('"<img src=x>"@example.test');
});

test('a template that uses more than both servers know is refused', () => {
  expect(() => render('{{ if .Data.locale }}', variables)).toThrow('{{ if .Data.locale }}');
});
