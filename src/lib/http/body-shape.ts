const MOST_FIELDS = 200;
const LONGEST_NAME = 100;
/** Dots in a field's name, brackets within brackets in JSON. */
const DEEPEST_NAME = 4;
const DEEPEST_JSON = 20;
const MOST_ITEMS = 100;

/** Why a body is refused: `type` for what nobody here reads (415), `shape` for what is malformed or made to hurt (400). */
export type BodyProblem = { status: 415 | 400; why: string };

/**
 * Looks at a body before the framework does, whose form parser is slow on deep names and falls over odd ones.
 * Without a problem the body is well-formed, and small in every direction.
 */
export async function bodyProblem(
  type: string | null,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<BodyProblem | undefined> {
  const mime = (type ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (mime === 'application/x-www-form-urlencoded') return malformed(urlEncodedProblem(bytes));
  if (mime === 'multipart/form-data') return malformed(await multipartProblem(type ?? '', bytes));
  if (mime === 'application/json') return malformed(jsonProblem(bytes));
  return bytes.byteLength > 0 ? { status: 415, why: 'content type' } : undefined;
}

function malformed(why: string | undefined): BodyProblem | undefined {
  return why === undefined ? undefined : { status: 400, why };
}

function urlEncodedProblem(bytes: Uint8Array): string | undefined {
  const text = textOf(bytes);
  if (text === undefined) return 'not UTF-8';
  if (text.split('&', MOST_FIELDS + 1).length > MOST_FIELDS) return 'too many fields';
  return namesProblem([...new URLSearchParams(text).keys()]);
}

async function multipartProblem(type: string, bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  try {
    const form = await new Response(bytes, { headers: { 'Content-Type': type } }).formData();
    return namesProblem([...form.keys()]);
  } catch {
    return 'malformed multipart';
  }
}

/** `lines.0.amount` and `tags[]` are how the framework writes objects and lists; nothing else is a name. */
const NAME = /^[\w-]+(\[\])?(\.[\w-]+(\[\])?)*$/;

function namesProblem(names: string[]): string | undefined {
  if (names.length > MOST_FIELDS) return 'too many fields';
  if (names.some((name) => name.length > LONGEST_NAME)) return 'field name too long';
  if (names.some((name) => name.split('.').length > DEEPEST_NAME)) return 'field name too deep';
  if (!names.every((name) => NAME.test(name))) return 'field name';
  if (names.some((name) => name.split('.').some(isFarIndex))) return 'list too long';
  return hasConflict(names) ? 'a field is both a value and an object' : undefined;
}

/** `lines.4000000.amount` would make a list of four million holes. */
function isFarIndex(key: string): boolean {
  return /^\d+$/.test(key) && Number(key) >= MOST_ITEMS;
}

/** `a=1&a.b=2`: the framework would write a property onto the text "1", which throws. */
function hasConflict(names: string[]): boolean {
  const values = new Set(names.map((name) => name.replace(/\[\]$/, '')));
  return names.some((name) => prefixesOf(name).some((prefix) => values.has(prefix)));
}

function prefixesOf(name: string): string[] {
  const keys = name.split('.');
  return keys.slice(1).map((_, index) => keys.slice(0, index + 1).join('.'));
}

function jsonProblem(bytes: Uint8Array): string | undefined {
  const text = textOf(bytes);
  if (text === undefined) return 'not UTF-8';
  if (depthOf(text) > DEEPEST_JSON) return 'JSON too deep';
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? undefined : 'JSON that is neither object nor list';
  } catch {
    return 'malformed JSON';
  }
}

/** Counted before parsing, because the parser would follow a million brackets; by hand, because a pattern would backtrack. */
function depthOf(json: string): number {
  let [depth, deepest, isInText] = [0, 0, false];
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (isInText && character === '\\') at++;
    else if (character === '"') isInText = !isInText;
    else if (!isInText && (character === '[' || character === '{')) deepest = Math.max(deepest, ++depth);
    else if (!isInText && (character === ']' || character === '}')) depth--;
  }
  return deepest;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
