import { expect, test } from 'vitest';
import { dataForFailure, isDataRequest } from './data-failure';
import { failure } from './failure';

function event(address: string) {
  const request = new Request(`http://h.example${address}`);
  const url = new URL(request.url.replace('/q-data.json', ''));
  const platform = { arrival: { requestId: 'r-1', clientAddress: null } };
  return { request, url, query: url.searchParams, platform, sharedMap: new Map() };
}

test('the data of a page is no JSON, so that the browser loads the page itself', async () => {
  const ev = event('/dashboard/q-data.json');
  expect(isDataRequest(ev)).toBe(true);
  expect(await dataForFailure(ev, failure(404))).toEqual({
    type: 'text/plain; charset=utf-8',
    body: 'not_found',
  });
  expect(isDataRequest(event('/dashboard'))).toBe(false);
});

test('a form that was posted in place gets the sentence and the number, and stays where it is', async () => {
  const { type, body } = await dataForFailure(
    event('/profile/q-data.json?tab=name&qaction=a1'),
    failure(500),
  );
  expect(type).toContain('json');
  expect(body).toContain('"a1"');
  expect(body).toContain('Request number: r-1');
  expect(body).toContain('"/profile?tab=name"');
});

test('a refusal that a service has put into words is said in those', async () => {
  const refusal = failure(409, { sentence: 'That name is taken.' });
  expect((await dataForFailure(event('/profile/q-data.json?qaction=a1'), refusal)).body).toContain(
    'That name is taken.',
  );
});
