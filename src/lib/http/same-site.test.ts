import { expect, test } from 'vitest';
import { isOwnRequest } from './same-site';

const OURS = 'https://app.example';

function post(headers: Record<string, string>, method = 'POST') {
  return new Request(`${OURS}/x`, { method, headers });
}

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { 'Content-Type': 'application/json' };

test.each([
  ['a form of ours', { ...form, Origin: OURS }],
  [
    'a form of ours from a browser that says more',
    { ...form, Origin: OURS, 'Sec-Fetch-Site': 'same-origin' },
  ],
  ['JSON of our own script', { ...json, Origin: OURS, Cookie: 'a=b', 'Sec-Fetch-Site': 'same-origin' }],
  ['JSON of a machine without a cookie', json],
  ['an access token without a body', { Authorization: 'Bearer a.b.c' }],
])('%s is let through', (_, headers) => {
  expect(isOwnRequest(post(headers), OURS)).toBe(true);
});

test.each([
  ['a form from elsewhere', { ...form, Origin: 'https://evil.example' }],
  ['a form from our name over plain http', { ...form, Origin: 'http://app.example' }],
  ['a form from a sandboxed frame', { ...form, Origin: 'null' }],
  ['a form that says nothing', form],
  ['a form with a charset that says nothing', { 'Content-Type': 'TEXT/PLAIN; charset=utf-8' }],
  ['a body without a type that says nothing', {}],
  ['a form with a password in its address', { ...form, Authorization: 'Basic YTpi' }],
  ['an access token beside a cookie', { Authorization: 'Bearer a.b.c', Cookie: 'a=b' }],
  ['an access token from elsewhere', { Authorization: 'Bearer a.b.c', Origin: 'https://evil.example' }],
  ['JSON from elsewhere', { ...json, Origin: 'https://evil.example', Cookie: 'a=b' }],
  ['JSON from elsewhere, without a cookie', { ...json, Origin: 'https://evil.example' }],
  ['JSON from a sister host', { ...json, Cookie: 'a=b', 'Sec-Fetch-Site': 'same-site' }],
  ['JSON across sites with our origin written in', { ...json, Origin: OURS, 'Sec-Fetch-Site': 'cross-site' }],
  ['JSON with a cookie that says nothing', { ...json, Cookie: 'a=b' }],
])('%s is refused', (_, headers) => {
  expect(isOwnRequest(post(headers), OURS)).toBe(false);
  expect(isOwnRequest(post(headers, 'DELETE'), OURS)).toBe(false);
});

test('a link from elsewhere may open a page', () => {
  const headers = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site', Cookie: 'a=b' };
  expect(isOwnRequest(post(headers, 'GET'), OURS)).toBe(true);
});
