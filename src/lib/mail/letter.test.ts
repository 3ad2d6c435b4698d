import { describe, expect, test } from 'vitest';
import { locales } from '~/lib/i18n/locale';
import { type LetterParts, writeLetter } from './letter';

const PARTS: LetterParts = {
  locale: 'en',
  subject: 'A new sign-in',
  heading: 'Somebody signed in',
  paragraphs: ['It was just now.', 'Was it you?'],
  facts: [
    ['Browser', 'Firefox on Linux'],
    ['Address', '192.0.2.7'],
  ],
  action: { label: 'It was not me', url: 'https://app.example.com/auth/not-me?token=a&kind=b' },
  smallPrint: 'The link works once.',
};

test('the text says everything, block by block', () => {
  expect(writeLetter(PARTS).text).toBe(
    [
      'Alcázar',
      'Somebody signed in',
      'It was just now.',
      'Was it you?',
      'Browser: Firefox on Linux\nAddress: 192.0.2.7',
      'It was not me:\nhttps://app.example.com/auth/not-me?token=a&kind=b',
      'The link works once.\n',
    ].join('\n\n'),
  );
});

test('what is not given leaves no gap', () => {
  const { text, html } = writeLetter({ locale: 'en', subject: 'S', heading: 'H', paragraphs: ['P'] });
  expect(text).toBe('Alcázar\n\nH\n\nP\n');
  expect(html).not.toMatch(/<a |undefined|<table role="presentation" cellpadding/);
});

test('the button and the address below it lead to the same place', () => {
  const links = [...writeLetter(PARTS).html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
  const href = 'https://app.example.com/auth/not-me?token=a&amp;kind=b';
  expect(links).toEqual([href, href]);
});

test('the HTML asks the network for nothing', () => {
  expect(writeLetter(PARTS).html).not.toMatch(/<(img|link|script|style|iframe)\b|url\(|src=/);
});

describe.each(locales)('in %s', (locale) => {
  test('says so, and speaks it', () => {
    const { html } = writeLetter({ ...PARTS, locale });
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).toContain(locale === 'es' ? 'O copia esta dirección' : 'Or copy this address');
  });
});

test('nothing that is given becomes markup, wherever it stands', () => {
  const evil = `"><script>alert('${'x'}')</script><a href=javascript:x>&`;
  const { html, text } = writeLetter({
    locale: 'en',
    subject: evil,
    heading: evil,
    paragraphs: [evil],
    facts: [[evil, evil]],
    action: { label: evil, url: `https://app.example.com/${evil}` },
    smallPrint: evil,
  });
  expect(html).not.toMatch(/<script|<a href=javascript|alert\('/);
  expect(html.match(/&lt;script&gt;/g)).toHaveLength(10);
  expect(html.match(/<a /g)).toHaveLength(2);
  expect(text).toContain(evil);
});
