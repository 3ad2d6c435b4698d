/** Names whose value is never written, at any depth: the log outlives the session it describes. */
const SECRET_NAME =
  /pass(word|phrase|wd)?$|secret|token|authorization|cookie|api_?-?key|credential|^jwt$|^otp$|^nonce$/i;

/** Secrets inside of text, told by their shape: JSON web tokens, keys, bearer headers, passwords and tokens in URLs. */
const SECRET_TEXT: [pattern: RegExp, replacement: string][] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\bsb_(secret|publishable)_[\w-]+/g, '[key]'],
  [/\bBearer\s+\S+/gi, 'Bearer [token]'],
  [/(\b[a-z][a-z\d+.-]*:\/\/[^\s:/@]*:)[^\s@]*@/gi, '$1[password]@'],
  [/([?&#](?:[\w-]*(?:token|code|password|secret|key)[\w-]*)=)[^&\s"']*/gi, '$1[secret]'],
];

const DEEPEST = 6;
const MOST_ENTRIES = 50;
const LONGEST_TEXT = 4000;

/** A copy of the fields that may be written: without secrets, of a bounded size, errors with their causes as plain data. */
export function loggable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return loggableText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '[deeper]';
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((item) => loggable(item, depth + 1));
  const fields = value instanceof Error ? errorFields(value) : value;
  const entries = Object.entries(fields).slice(0, MOST_ENTRIES);
  return Object.fromEntries(
    entries.map(([name, field]) => [
      name,
      SECRET_NAME.test(name) ? '[redacted]' : loggable(field, depth + 1),
    ]),
  );
}

/** JSON escapes line breaks, but not what else moves a cursor or turns the reading direction on a terminal. */
function loggableText(text: string): string {
  const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  const safe = SECRET_TEXT.reduce(
    (result, [pattern, replacement]) => result.replace(pattern, replacement),
    short,
  );
  return safe.replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function errorFields(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const fields = { ...error, type: name, message, stack, ...(cause === undefined ? {} : { cause }) };
  return 'query' in error && 'params' in error ? withoutParameters(fields) : fields;
}

/** Drizzle writes a statement's parameters, which are people's data, into its error and into the message of it. */
function withoutParameters({ params: _params, ...fields }: Record<string, unknown>): Record<string, unknown> {
  const stack = String(fields.stack).split('\n');
  return {
    ...fields,
    message: String(fields.message).replace(/\nparams:.*/s, ''),
    stack: stack.filter((line) => /^\s+at /.test(line)).join('\n'),
  };
}
