/** `[ref]`, `[YOUR-PASSWORD]`, `<key>`, `${VAR}`, `{{ value }}`: brackets nobody has replaced yet. An IPv6 host has a colon, so it is none. */
const UNFILLED = /\[[a-z][\w -]*\]|<[a-z][\w -]*>|\$\{\w*\}|\{\{.*\}\}/i;

/** Words that stand in templates, tutorials and default installations, and in every list an attacker tries first. */
const DUMMIES = new Set(
  `password passw0rd passwd pass secret postgres supabase admin root test testing example changeme default dummy
   placeholder letmein welcome qwerty alcazar alcazar_app local_development correct-horse-battery-7 correct-horse-battery-staple
   super-secret-jwt-token-with-at-least-32-characters-long your-super-secret-and-long-postgres-password`.split(
    /\s+/,
  ),
);

const DUMMY_PREFIX = /^(your|my|dev|local|test|example|demo|dummy|placeholder|insert|replace|change)[-_. ]/;
const DUMMY_SHAPE =
  /^(\[.*\]|<.*>|(.)\2*|0?123456789\d*|(password|admin|test|secret|postgres|qwerty)[\d!]*)$/;

/** True for a value copied from a template whose brackets were never filled in. Meant for URLs and keys, where raw brackets have no other use. */
export function isUnfilled(value: string): boolean {
  return UNFILLED.test(value);
}

/** True for a secret nobody should trust: a template's word, a default, one character repeated. */
export function isDummySecret(secret: string): boolean {
  const word = secret.toLowerCase();
  return DUMMIES.has(word) || DUMMY_PREFIX.test(word) || DUMMY_SHAPE.test(word);
}
