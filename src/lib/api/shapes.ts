import { z } from 'zod';
import * as m from '~/lib/i18n/paraglide/messages';
import { positionIn } from '~/lib/keyset';

/*
 * What travels through the API, as codecs: the left side is what is on the wire, and what the OpenAPI document describes;
 * the right side is what the services speak.
 */

const digits = z
  .string({ error: () => m.api_amount_shape() })
  .regex(/^-?\d{1,18}$/, { error: () => m.api_amount_shape() })
  .meta({ examples: ['4900'] });

/** Minor units as a string of digits: a JSON number loses cents beyond 2⁵³. Decision 117. */
export const MinorUnits = z.codec(digits, z.bigint(), { decode: BigInt, encode: String });

/** ISO 8601 in UTC. */
export const Moment = z.codec(z.iso.datetime().meta({ examples: ['2026-03-01T12:00:00.000Z'] }), z.date(), {
  decode: (text) => new Date(text),
  encode: (moment) => moment.toISOString(),
});

/** ISO 4217. */
export const CurrencyCode = z.string().meta({ examples: ['EUR'] });

export const Id = z.guid().meta({ examples: ['8e03978e-40d5-43dd-bc93-6894a57f9324'] });

const CURSOR = { examples: ['1772366400000000-8e03978e-40d5-43dd-bc93-6894a57f9324'] };

/** A place in a list, as the answer before gave it. One that is none is refused: a program would read the same page for ever. */
const Cursor = z
  .string()
  .meta(CURSOR)
  .transform((text, context) => {
    const position = positionIn(text);
    if (position) return position;
    context.addIssue({ code: 'custom', message: m.api_cursor_unknown() });
    return z.NEVER;
  })
  .optional();

/** Which page of a list: `older` or `newer` than a place, none of them for the newest. */
export const PageQuery = z.strictObject({ older: Cursor, newer: Cursor });

/** A page of a list, newest first, with the cursors of the pages beside it. */
export const pageShape = <Row extends z.ZodType>(row: Row) =>
  z.object({
    rows: z.array(row),
    newer: z.string().meta(CURSOR).nullable(),
    older: z.string().meta(CURSOR).nullable(),
  });
