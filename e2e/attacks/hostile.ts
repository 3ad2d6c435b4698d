import fc from 'fast-check';

/** A browser that makes an element or an attribute of this name has taken somebody's words for markup. */
export const MARK = 'x9z-mark';

const MARKUP = [
  `<${MARK}>`,
  `"><${MARK}>`,
  `'><${MARK} onload=alert(1)>`,
  `" ${MARK}="1" onfocus=alert(1) autofocus="`,
  `' ${MARK}='1`,
  `</title></textarea></script><${MARK}>`,
  `--><${MARK}>`,
  `]]><${MARK}>`,
  `<!--<script><${MARK}>`,
  `<svg/onload=alert(1)><${MARK}>`,
  `\u003c${MARK}\u003e`,
  `&lt;${MARK}&gt;`,
  `javascript:alert('${MARK}')`,
  'javascript:alert(1)//',
  `{{constructor.constructor('alert(1)')()}}`,
  `\${alert(1)}`,
];
const SQL = [
  "'",
  "' or '1'='1",
  "'; drop table profiles; --",
  "') union select encrypted_password from auth.users --",
  "'; set local role postgres; --",
  '$$; select pg_sleep(5); $$',
  "\\'; select pg_sleep(5) --",
  '%',
  '_',
  '\\',
  '1; select pg_sleep(5)',
];
const NUMBERS = [
  '-1',
  '0',
  '1e309',
  '-0',
  'NaN',
  'Infinity',
  '9007199254740993',
  '0x10',
  '1,5',
  '1.005',
  '٣',
  '9'.repeat(400),
];
const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  'a\r\nSet-Cookie: a=b',
  '\r\n.\r\nMAIL FROM:<eve@evil.example>',
  '\u001b[2J\u001b]0;gone\u0007',
  '{"level":"fatal","event":"forged"}\n',
  '\u202egnp.exe',
  '\ud800',
  '\ufeff\u200b',
  'é'.repeat(5_000),
  '👩‍👩‍👧‍👦'.repeat(200),
  'a'.repeat(100_000),
  '=HYPERLINK("https://evil.example")',
  '@SUM(1+1)*cmd|" /C calc"!A0',
  '../../../../etc/passwd',
  '..\\..\\boot.ini',
  'file:///etc/passwd',
  '//evil.example',
  'https://evil.example/',
  '__proto__',
  'constructor',
  '[object Object]',
  'null',
  'true',
  '[]',
  '{}',
  '%00',
  '%0d%0a',
  '%c0%af',
  '{"$gt":""}',
];

/** A word nobody means well by, or any text there is. */
export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...MARKUP, ...SQL, ...NUMBERS, ...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme-composite', maxLength: 60 }) },
);

/** What JSON can hold beside a text, in the place of one. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 6 }) },
);

export type Fields = Record<string, unknown>;

/**
 * What a form is sent when somebody has changed it: one field, or several, are another text; now and then one is missing, or one is
 * there that nobody asked for. Most stay as they were, or nothing behind the first look at them would be tried.
 */
export function hostileFields(fields: Fields, value: fc.Arbitrary<unknown>): fc.Arbitrary<Fields> {
  const names = Object.keys(fields);
  const name = fc.constantFrom(...(names.length > 0 ? names : ['extra']));
  const change = fc.tuple(name, value);
  const changes = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(change) },
    { weight: 1, arbitrary: fc.array(change, { minLength: 2, maxLength: Math.max(2, names.length) }) },
  );
  const extra = fc.tuple(fc.constantFrom(...GREED, 'x', 'a.b', 'a[]'), value);
  return fc
    .record({ changes, missing: oneIn(8, name), extra: oneIn(4, extra) })
    .map(({ changes, missing, extra }) => {
      const changed = Object.entries({ ...fields, ...Object.fromEntries(changes), ...asField(extra) });
      return Object.fromEntries(changed.filter(([name]) => name !== missing));
    });
}

const asField = (extra: [string, unknown] | null) => (extra ? Object.fromEntries([extra]) : {});

/** There once in so many times. fast-check's `option` counts the times when there is none. */
function oneIn<T>(times: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: times - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

/** What somebody adds to a form in the hope that it is written down with the rest. */
export const GREED = [
  'role',
  'isAdmin',
  'is_admin',
  'userId',
  'user_id',
  'tenantId',
  'tenant_id',
  'actorId',
  'balance',
  'status',
  'suspendedAt',
  'password_must_change',
  'email_confirmed_at',
  'app_metadata',
];
