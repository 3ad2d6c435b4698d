import { expect, test } from 'vitest';
import { z } from 'zod';
import { formErrorsOf } from './zod-validator';

const Order = z
  .object({
    email: z.email({ error: () => 'Not an address.' }).min(6, { error: 'Too short.' }),
    tags: z.array(z.string({ error: 'Not a word.' }), { error: 'Not a list.' }).min(1, { error: 'None.' }),
    address: z.object({ city: z.string({ error: 'No city.' }) }),
  })
  .refine((order) => order.email !== 'root@x.example', { error: 'Not this one.' });

function errorsOf(input: unknown) {
  const result = Order.safeParse(input);
  return result.success ? undefined : formErrorsOf(result.error);
}

const GOOD = { email: 'ana@x.example', tags: ['a'], address: { city: 'Sevilla' } };

test('a field says its first sentence, a nested one under its dotted name', () => {
  expect(errorsOf({ ...GOOD, email: 'x', address: {} })).toEqual({
    fieldErrors: { email: 'Not an address.', 'address.city': 'No city.' },
    formErrors: [],
  });
});

test('a list and its items answer under one name with brackets, as Qwik City’s types say', () => {
  expect(errorsOf({ ...GOOD, tags: [1, 2] })?.fieldErrors).toEqual({
    'tags[]': ['Not a word.', 'Not a word.'],
  });
  expect(errorsOf({ ...GOOD, tags: 'a' })?.fieldErrors).toEqual({ 'tags[]': ['Not a list.'] });
  expect(errorsOf({ ...GOOD, tags: [] })?.fieldErrors).toEqual({ 'tags[]': ['None.'] });
});

test('what concerns no single field concerns the form', () => {
  expect(errorsOf({ ...GOOD, email: 'root@x.example' })).toEqual({
    fieldErrors: {},
    formErrors: ['Not this one.'],
  });
});

test('a field name can not reach the prototype', () => {
  const { error } = z
    .record(z.string(), z.number({ error: 'No.' }))
    .safeParse(JSON.parse('{"__proto__x":"a","constructor":"b"}'));
  const errors = error ? formErrorsOf(error).fieldErrors : {};
  expect(Object.keys(errors).sort()).toEqual(['__proto__x', 'constructor']);
});
