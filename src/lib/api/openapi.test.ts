import { globSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { OPERATIONS } from '~/routes/api/operations';
import { openApiDocument } from './openapi';
import { referenceOf } from './reference';

const ROUTES = 'src/routes/api/v1';
const document = openApiDocument(OPERATIONS, 'https://app.example');

test('the document is OpenAPI 3.1, and all that it refers to is in it', async () => {
  const checked = await new Validator().validate(structuredClone(document));
  expect(checked).toEqual({ valid: true });
  const text = JSON.stringify(document);
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    expect(document.components.schemas).toHaveProperty(name ?? '');
  }
});

test('every route of the API is described, and what is described has a route', () => {
  const files = globSync(`${ROUTES}/**/index.ts`).map((file) => file.replaceAll('\\', '/'));
  const routes = files.map((file) =>
    file
      .slice(ROUTES.length, -'/index.ts'.length)
      .replace(/\/\([^)]+\)/, '')
      .replaceAll('[', '{')
      .replaceAll(']', '}'),
  );
  expect(Object.keys(document.paths).sort()).toEqual(routes.sort());
});

test('no two operations have the same name', () => {
  expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
});

test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))(
  '%s: the example of its answer is one that it could give',
  (_, operation) => {
    const { answer, status } = referenceOf(operation);
    if (status === 204) expect(answer).toBe('');
    else expect(() => operation.answer.parse(JSON.parse(answer))).not.toThrow();
  },
);

test('whatever moves money asks for a key and an access token', () => {
  const posts = Object.values(document.paths).flatMap(({ post }) => (post ? [post] : []));
  expect(posts.length).toBeGreaterThan(3);
  for (const post of posts) {
    expect(post).toMatchObject({
      parameters: expect.arrayContaining([
        expect.objectContaining({ name: 'Idempotency-Key', required: true }),
      ]),
    });
    expect(post).not.toHaveProperty('security');
  }
});
