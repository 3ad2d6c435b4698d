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
 * What a form is sent when somebody has changed it: one or all fields are another text, some are missing, some are there that
 * nobody asked for. Fields that only say where the form belongs stay more often than not, or nothing behind them would be tried.
 */
export function hostileFields(fields: Fields, value: fc.Arbitrary<unknown>): fc.Arbitrary<Fields> {
  const names = Object.keys(fields);
  const change = fc.record({
    name: names.length > 0 ? fc.constantFrom(...names) : fc.constant('extra'),
    value,
  });
  return fc
    .record({
      changes: fc.array(change, {
        minLength: names.length > 0 ? 1 : 0,
        maxLength: Math.max(1, names.length),
      }),
      missing: fc.option(change, { freq: 8 }),
      extra: fc.option(fc.tuple(fc.constantFrom(...GREED, 'x', 'a.b', 'a[]'), value), { freq: 4 }),
    })
    .map(({ changes, missing, extra }) => {
      const changed = {
        ...fields,
        ...Object.fromEntries(changes.map(({ name, value: text }) => [name, text])),
      };
      if (missing) delete changed[missing.name];
      return extra ? { ...changed, [extra[0]]: extra[1] } : changed;
    });
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
