import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PASSWORD_MAX_BYTES, PASSWORD_MIN } from './auth.limits';
import { fitsBcrypt, fold, isLongEnough, weaknessOf } from './password.rules';

const COMMON = ['password', 'football', 'dragon', '123456', 'abc123', 'qwertyuiop'];
const ADA = { email: 'ada.byron-1815@analytical.example', fullName: 'Ada Núñez Byron', product: 'Alcázar' };
const NOBODY = { email: '', fullName: null, product: 'Alcázar' };

const weakness = (password: string, known: Parameters<typeof weaknessOf>[1] = ADA) =>
  weaknessOf(password, known, (folded) => COMMON.includes(folded));

/** What people add when a site wants more of them: fewer digits and signs than would do alone. */
const additions = fc
  .tuple(fc.stringMatching(/^[0-9]{0,3}[!?. _-]{0,3}$/), fc.stringMatching(/^[!?. _-]{0,3}[0-9]{0,4}$/))
  .map(
    ([before, after]) =>
      (word: string) =>
        before + word + after,
  );

/** The same text as other keyboards and other moods write it. */
const spellings = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.normalize('NFD'),
  (text) => text.replace(/[!-~]/g, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)),
);

test.each([
  'quiet-harbour-41',
  'correct-horse-battery-7',
  'k7#mQ2!xVb',
  '  two  words  ',
  'una frase que nadie más diría',
  '🏰🦊🐙🌵🎻🚲🍋🎲',
  'パスワードではない言葉',
  'the dragon plays football',
  'dragon 93847562',
  'Adas quiet harbour',
  'alcázares de Segovia, 1862',
  'aaaaaaa7bbbbbbb',
])('a good password, whatever it is made of: %s', (password) => {
  expect(weakness(password)).toBeNull();
});

test('a common password is refused however it is written, and with a few additions', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('password', 'football', 'dragon'),
      additions,
      spellings,
      (word, add, spell) => {
        expect(weakness(spell(add(word)), NOBODY)).toBe('common');
      },
    ),
  );
});

test('what is common but is no word needs no addition to be refused', () => {
  expect(weakness('123456')).toBe('pattern');
  expect(weakness('abc123')).toBe('common');
  expect(weakness('QwertyUIOP')).toBe('common');
});

test('names of the owner and of the product are refused, whole, in part and with additions', () => {
  const names = [
    'ada',
    'Byron',
    'Ada Núñez Byron',
    'adabyron',
    'nunez',
    '1815',
    'Alcázar',
    'alcazar',
    'ALCAZARada',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...names, ADA.email), additions, spellings, (name, add, spell) => {
      expect(weakness(spell(add(name)))).not.toBeNull();
    }),
  );
  expect(weakness('Byron-Alcazar-1815')).toBe('personal');
  expect(weakness('analytical.example')).toBe('personal');
});

test('what is left without the names has to be good by itself', () => {
  expect(weakness('ada football')).toBe('personal');
  expect(weakness('Byron12121212')).toBe('personal');
  expect(weakness('Byron harbour')).toBe('personal');
  expect(weakness('Byron in a harbour')).toBeNull();
});

test('somebody else’s names are nobody’s business', () => {
  expect(weakness('adabyron1815', NOBODY)).toBeNull();
  expect(weakness('ab and jo', { email: 'ab@x.example', fullName: 'Jo', product: '' })).toBeNull();
});

test('the same few characters again and again are refused', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 2 }),
      (unit, more) => {
        // Jamo that stand beside each other become one syllable, and another word.
        fc.pre(fold(unit.repeat(2)) === fold(unit).repeat(2));
        const often = unit.repeat(9);
        expect(weakness(often + [...fold(unit)].slice(0, more).join(''), NOBODY)).not.toBeNull();
      },
    ),
  );
});

test.each(['abcdefgh', 'ABCDEFGHI', '87654321', '0123456789', 'zyxwvuts', 'абвгдежз'])(
  'a run is refused: %s',
  (run) => {
    expect(weakness(run)).toBe('pattern');
  },
);

test('chance is always good enough', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      expect(weakness(`${uuid} river`, ADA)).toBeNull();
    }),
  );
});

test('whatever is typed, by whomever, there is an answer', () => {
  const text = fc.string({ unit: 'binary', maxLength: 100 });
  fc.assert(
    fc.property(text, text, text, (password, email, fullName) => {
      const known = { email, fullName, product: 'Alcázar' };
      expect([null, 'pattern', 'personal', 'common']).toContain(weaknessOf(password, known, () => false));
    }),
  );
});

test('letters are compared without case, accents and width', () => {
  expect(fold('Ｃｏｎｔｒａｓｅñａ')).toBe('contrasena');
  expect(fold('Alcázar'.normalize('NFD'))).toBe('alcazar');
});

test('length is counted in characters below and in bytes above', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (password) => {
      expect(isLongEnough(password)).toBe(Array.from(password).length >= PASSWORD_MIN);
      expect(fitsBcrypt(password)).toBe(Buffer.byteLength(password) <= PASSWORD_MAX_BYTES);
    }),
  );
});
