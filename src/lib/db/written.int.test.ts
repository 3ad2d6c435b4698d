import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { plans } from '~/features/billing/billing.schema';
import { db } from '~/lib/data/system';
import { written } from './written';

const newId = () => `written-${crypto.randomUUID()}`;

const namesOf = (texts: string[]) =>
  written((paper, way: 'as it is' | 'upper') => {
    texts.push(way);
    return paper
      .select({ name: way === 'upper' ? sql<string>`upper(${plans.name})` : plans.name })
      .from(plans)
      .where(eq(plans.id, sql.placeholder('id')))
      .prepare('names');
  });

test('a statement is written once for each shape, whoever asks it and with what', async () => {
  const texts: string[] = [];
  const names = namesOf(texts);
  const id = newId();
  await db.insert(plans).values({ id, name: 'Pro' });
  expect(await names(db, 'as it is').execute({ id })).toEqual([{ name: 'Pro' }]);
  expect(await names(db, 'as it is').execute({ id: newId() })).toEqual([]);
  expect(await names(db, 'upper').execute({ id })).toEqual([{ name: 'PRO' }]);
  await db.transaction(async (tx) => {
    expect(await names(tx, 'as it is').execute({ id })).toEqual([{ name: 'Pro' }]);
  });
  expect(texts).toEqual(['as it is', 'upper']);
});

test('in a transaction it asks that transaction, and none that is over', async () => {
  const names = namesOf([]);
  const id = newId();
  const late = await db.transaction(async (tx) => {
    await tx.insert(plans).values({ id, name: 'Mine' });
    expect(await names(tx, 'as it is').execute({ id })).toEqual([{ name: 'Mine' }]);
    expect(await names(db, 'as it is').execute({ id })).toEqual([]);
    await tx
      .transaction(async (nested) => {
        await nested.delete(plans).where(eq(plans.id, id));
        expect(await names(nested, 'as it is').execute({ id })).toEqual([]);
        nested.rollback();
      })
      .catch(() => undefined);
    expect(await names(tx, 'as it is').execute({ id })).toEqual([{ name: 'Mine' }]);
    return names(tx, 'as it is');
  });
  await expect(late.execute({ id })).rejects.toThrow();
  expect(await names(db, 'as it is').execute({ id })).toEqual([{ name: 'Mine' }]);
});

test('two who ask it at once each hear their own answer', async () => {
  const names = namesOf([]);
  const ids = Array.from({ length: 20 }, newId);
  await db.insert(plans).values(ids.map((id) => ({ id, name: id })));
  const found = await Promise.all(
    ids.map((id, at) =>
      at % 2
        ? names(db, 'as it is').execute({ id })
        : db.transaction((tx) => names(tx, 'as it is').execute({ id })),
    ),
  );
  expect(found.flat().map(({ name }) => name)).toEqual(ids);
});
