import { expect, test } from 'vitest';
import { bodyProblem } from './body-shape';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json; charset=UTF-8';
const bytes = (text: string) => new TextEncoder().encode(text);
const form = (text: string) => bodyProblem(FORM, bytes(text));
const json = (text: string) => bodyProblem(JSON_TYPE, bytes(text));

async function multipart(fill: (data: FormData) => void) {
  const data = new FormData();
  fill(data);
  const response = new Response(data);
  return bodyProblem(response.headers.get('Content-Type'), await response.bytes());
}

test.each([
  '',
  'email=ana%40x.example&password=p%26q&next=%2Fa',
  'tags[]=a&tags[]=b',
  'lines.0.amount=1&lines.1.amount=2',
  'address.city=Sevilla&address.zip=41001',
  'full-name=%C3%91',
])('the form %j is fine', async (text) => {
  expect(await form(text)).toBeUndefined();
});

test('a form with a file is fine', async () => {
  const problem = await multipart((data) => {
    data.set('fullName', 'Ana');
    data.set('picture', new Blob(['x'.repeat(1000)], { type: 'image/png' }), 'a.png');
  });
  expect(problem).toBeUndefined();
});

test.each([
  ['too many fields', Array.from({ length: 201 }, (_, index) => `f${index}=1`).join('&')],
  ['too many fields', '&'.repeat(500_000)],
  ['field name too long', `${'a'.repeat(101)}=1`],
  ['field name too deep', 'a.b.c.d.e=1'],
  ['field name', '.=1'],
  ['field name', 'a..b=1'],
  ['field name', 'a[b]=1'],
  ['field name', 'a%00=1'],
  ['field name', '=1'],
  ['list too long', 'lines.4000000.amount=1'],
  ['a field is both a value and an object', 'a=1&a.b=2'],
  ['a field is both a value and an object', 'a.b.c=2&a.b=1'],
  ['a field is both a value and an object', 'a[]=1&a.b=2'],
])('a form is refused for: %s', async (why, text) => {
  expect(await form(text)).toEqual({ status: 400, why });
});

test('a form that is not UTF-8 is refused', async () => {
  expect(await bodyProblem(FORM, new Uint8Array([0x61, 0x3d, 0xff]))).toEqual({
    status: 400,
    why: 'not UTF-8',
  });
});

test('the names of a multipart form are looked at as well, and its shape', async () => {
  expect(await multipart((data) => data.set('a.b.c.d.e', '1'))).toEqual({
    status: 400,
    why: 'field name too deep',
  });
  expect(await bodyProblem('multipart/form-data; boundary=x', bytes('--y\r\nnonsense'))).toMatchObject({
    status: 400,
  });
  expect(await bodyProblem('multipart/form-data', bytes('a'))).toMatchObject({ status: 400 });
});

test.each(['{}', '[]', '{"a":{"b":["[[[[[[[[[[[[[[[[[[[[[[[[[ \\" {{{{{{"]}}'])(
  'the JSON %j is fine',
  async (text) => {
    expect(await json(text)).toBeUndefined();
  },
);

test.each([
  ['malformed JSON', ''],
  ['malformed JSON', '{"a":'],
  ['malformed JSON', '{a:1}'],
  ['malformed JSON', `"${'\\"'.repeat(500_000)}`],
  ['JSON too deep', '['.repeat(1_000_000)],
  ['JSON too deep', `${'{"a":'.repeat(21)}1${'}'.repeat(21)}`],
  ['JSON that is neither object nor list', 'null'],
  ['JSON that is neither object nor list', '"text"'],
])('JSON is refused for: %s', async (why, text) => {
  expect(await json(text)).toEqual({ status: 400, why });
});

test('a type that nobody reads is refused, unless the body is empty', async () => {
  for (const type of ['text/plain', 'application/qwik-json', 'application/xml', null]) {
    expect(await bodyProblem(type, bytes('a'))).toEqual({ status: 415, why: 'content type' });
    expect(await bodyProblem(type, bytes(''))).toBeUndefined();
  }
});
