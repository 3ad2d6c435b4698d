import { expect, test } from 'vitest';
import { allowedMethods, hasAction, isEndpoint, matchedModules } from './route-modules';

const layout = { default: () => null, onRequest: () => {} };
const action = Object.assign(() => {}, { __brand: 'server_action', __id: 'a1' });
const page = { default: () => null };
const formPage = { default: () => null, useSave: action };
const endpoint = { onPost: () => {} };

test('a page is read; it takes posts when it or a layout has an action', () => {
  expect(allowedMethods([layout, page])).toEqual(['GET', 'HEAD', 'OPTIONS']);
  expect(allowedMethods([layout, formPage])).toEqual(['GET', 'HEAD', 'POST', 'OPTIONS']);
  expect(allowedMethods([{ ...layout, useSave: action }, page])).toContain('POST');
});

test('an endpoint takes what it has a handler for', () => {
  expect(allowedMethods([layout, endpoint])).toEqual(['POST', 'OPTIONS']);
  expect(allowedMethods([{ onGet: () => {}, onDelete: () => {} }])).toEqual([
    'GET',
    'HEAD',
    'DELETE',
    'OPTIONS',
  ]);
});

test('a route that handles requests itself decides by itself, and no route has no answer', () => {
  expect(allowedMethods([layout, { onRequest: () => {} }])).toBeNull();
  expect(allowedMethods([])).toBeNull();
});

test('a page that takes forms behind a guard of its own takes nothing else', () => {
  const guarded = ['GET', 'HEAD', 'POST', 'OPTIONS'];
  expect(allowedMethods([layout, { ...formPage, onRequest: () => {} }])).toEqual(guarded);
  expect(allowedMethods([layout, { ...page, ...endpoint, onRequest: () => {} }])).toEqual(guarded);
});

test('a post must name an action of the page; one with an answer of its own takes those that name none', () => {
  expect(hasAction([layout, formPage], 'a1')).toBe(true);
  expect(hasAction([layout, formPage], 'global')).toBe(false);
  expect(hasAction([layout, formPage], null)).toBe(false);
  expect(hasAction([layout, { ...page, ...endpoint }], null)).toBe(true);
  expect(hasAction([layout, { ...page, ...endpoint }], 'made-up')).toBe(false);
});

test('an endpoint has no page', () => {
  expect(isEndpoint([layout, endpoint])).toBe(true);
  expect(isEndpoint([layout, { ...page, ...endpoint }])).toBe(false);
  expect(isEndpoint([layout, formPage])).toBe(false);
});

test('the matched route is found where Qwik City keeps it, and its absence is noticed', () => {
  expect(matchedModules({ [Symbol('RequestEvRoute')]: ['x', {}, [page]] })).toEqual([page]);
  expect(matchedModules({ [Symbol('RequestEvRoute')]: null })).toEqual([]);
  expect(() => matchedModules({})).toThrow('keeps the matched route elsewhere');
});
