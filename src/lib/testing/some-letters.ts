/** In one piece and without digits: `2024` in an address would by chance be a part of a password, which is refused for that. */
export function someLetters(): string {
  return crypto
    .randomUUID()
    .replaceAll('-', '')
    .replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
}
