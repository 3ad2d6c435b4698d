import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { letFormsLeadTo, pagePolicy, QWIK_CITY_STYLE_HASH } from './csp';

test('the hash is that of the style block in the installed Qwik City', () => {
  const source = readFileSync('node_modules/@builder.io/qwik-city/lib/index.qwik.mjs', 'utf8');
  const [, style = ''] = /const QwikCityProvider = [\s\S]*?useStyles\$\(`([^`]*)`\)/.exec(source) ?? [];
  expect(`'sha256-${createHash('sha256').update(style).digest('base64')}'`).toBe(QWIK_CITY_STYLE_HASH);
});

test('nothing inline, nothing from elsewhere, no escape hatch', () => {
  const policy = pagePolicy('abc', true);
  expect(policy).not.toMatch(/unsafe-|\*|https?:|blob:/);
  expect(policy).toContain("script-src 'nonce-abc' 'strict-dynamic';");
  expect(policy).toContain("frame-ancestors 'none'");
});

test('requests are upgraded where the site is https, and only there: plain http on this machine must stay reachable', () => {
  expect(pagePolicy('abc', true)).toContain('upgrade-insecure-requests');
  expect(pagePolicy('abc', false)).not.toContain('upgrade-insecure-requests');
});

test('forms lead to us, and as far as somebody has said: a card service is another house', () => {
  expect(pagePolicy('abc', true)).toContain("form-action 'self';");
  letFormsLeadTo(['https://pay.example', 'https://portal.example']);
  expect(pagePolicy('abc', true)).toContain("form-action 'self' https://pay.example https://portal.example;");
  letFormsLeadTo([]);
});
