import { sql } from 'drizzle-orm';
import { creditNotes } from './credit-notes.schema';
import { invoices } from './invoices.schema';

/** What of an invoice went back, in minor units: a column for queries of `invoices`. */
// Written out: in a query of one table Drizzle leaves the names of tables away, and `id` would be the note's.
export const creditedAmount = sql`(
  select coalesce(sum(note.amount), 0) from ${creditNotes} as note where note.invoice_id = ${invoices}.id)`.mapWith(
  BigInt,
);
