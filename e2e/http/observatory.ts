/** What MDN's Observatory looks at: the first page over TLS, and what a preflight from elsewhere is answered. */
export interface Observed {
  headers: Headers;
  html: string;
  preflight: Headers;
}

interface Verdict {
  result: string;
  modifier: number;
}

export interface Grade {
  score: number;
  letter: string;
  tests: Record<string, Verdict>;
}

/** The next lower grade begins five points below. */
const LETTERS = ['A+', 'A', 'A', 'A-', 'B+', 'B', 'B', 'B-', 'C+', 'C', 'C', 'C-', 'D+', 'D', 'D', 'D-', 'F'];
const GOOD_ENOUGH_FOR_EXTRA = 90;
const SIX_MONTHS = 15_552_000;
const BROAD = /^(ftp:|https?:|\*|https?:\/\/\*(\.\*)?)$/;
const UNSAFE = /^('unsafe-inline'|data:)$/;

/**
 * Grades as the Observatory does, by the table that it publishes (algorithm 4, mdn-http-observatory 1.4.8): a hundred to begin with, and
 * credit above that for whoever has lost less than ten. It visits a host by its name and its list of preloaded hosts: neither
 * can be had on loopback, so the five points for being on that list are not in here. `docs/decisions/142`.
 */
export function grade(observed: Observed): Grade {
  const tests = Object.fromEntries(Object.entries(TESTS).map(([name, test]) => [name, test(observed)]));
  const modifiers = Object.values(tests).map(({ modifier }) => modifier);
  const lost = sum(modifiers.filter((modifier) => modifier < 0));
  const score = Math.max(0, 100 + (100 + lost >= GOOD_ENOUGH_FOR_EXTRA ? sum(modifiers) : lost));
  return { score, letter: LETTERS[Math.max(0, Math.ceil((100 - score) / 5))] ?? 'F', tests };
}

const TESTS: Record<string, (observed: Observed) => Verdict> = {
  'Content Security Policy': ({ headers }) => policyVerdict(headers.get('Content-Security-Policy')),
  Cookies: ({ headers }) => cookieVerdict(headers.getSetCookie(), hasHsts(headers)),
  'Cross-origin sharing': ({ preflight }) =>
    preflight.get('Access-Control-Allow-Credentials') === 'true' && !isStar(preflight)
      ? verdict('open to anybody, with credentials', -50)
      : verdict('not open with credentials', 0),
  'Referrer-Policy': ({ headers }) => referrerVerdict(headers.get('Referrer-Policy')),
  'Strict-Transport-Security': ({ headers }) => hstsVerdict(headers.get('Strict-Transport-Security')),
  'Subresource integrity': ({ html }) => integrityVerdict(html),
  'X-Content-Type-Options': ({ headers }) =>
    headers.get('X-Content-Type-Options') === 'nosniff' ? verdict('nosniff', 0) : verdict('missing', -5),
  'X-Frame-Options': ({ headers }) => frameVerdict(headers),
  'Cross-Origin-Resource-Policy': ({ headers }) =>
    corpVerdict(headers.get('Cross-Origin-Resource-Policy')?.toLowerCase()),
};

const verdict = (result: string, modifier: number): Verdict => ({ result, modifier });
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const isStar = (headers: Headers) => headers.get('Access-Control-Allow-Origin') === '*';

type Policy = Map<string, string[]>;

/** Null when a directive stands there twice, which the Observatory takes for no policy at all. */
function parsePolicy(text: string): Policy | null {
  const directives = text
    .toLowerCase()
    .split(';')
    .map((part) => part.trim().split(/\s+/));
  const named = directives.flatMap(([name, ...sources]) => (name ? [[name, sources] as const] : []));
  return new Set(named.map(([name]) => name)).size === named.length ? new Map(named) : null;
}

function policyVerdict(header: string | null): Verdict {
  if (header === null) return verdict('missing', -25);
  const policy = parsePolicy(header);
  if (policy === null) return verdict('invalid', -25);
  const of = (name: string) => policy.get(name) ?? policy.get('default-src') ?? ['*'];
  const script = trustedSources(of('script-src'));
  const style = withoutInlineBesideNonce(of('style-src'));
  const active = [...policy].flatMap(([name, sources]) =>
    /^(img|media|script)-src$/.test(name) ? [] : sources,
  );
  if (
    script.some((source) => BROAD.test(source) || UNSAFE.test(source)) ||
    of('object-src').some((source) => BROAD.test(source))
  )
    return verdict('runs inline or from anywhere', -20);
  if ([...active, ...script].some(isPlain)) return verdict('loads over plain http', -20);
  if ([...script, ...style].includes("'unsafe-eval'")) return verdict('evaluates texts', -10);
  if ([...of('img-src'), ...of('media-src')].some(isPlain))
    return verdict('shows pictures over plain http', -10);
  if (style.some((source) => BROAD.test(source) || UNSAFE.test(source)))
    return verdict('styles from anywhere', 0);
  return policy.get('default-src')?.join() === "'none'"
    ? verdict("default-src 'none', nothing unsafe", 10)
    : verdict('nothing unsafe', 5);
}

const isPlain = (source: string) => /^(http|ftp):/.test(source);
const hasNonce = (sources: string[]) => sources.some((source) => /^'(nonce|sha(256|384|512))-/.test(source));
const withoutInlineBesideNonce = (sources: string[]) =>
  hasNonce(sources) ? sources.filter((source) => source !== "'unsafe-inline'") : sources;

/** Beside a nonce and `strict-dynamic`, browsers ignore hosts and schemes. */
function trustedSources(sources: string[]): string[] {
  const isStrict = hasNonce(sources) && sources.includes("'strict-dynamic'");
  return withoutInlineBesideNonce(sources).filter(
    (source) => !isStrict || !/^(https?:|ftp:|\*|'self')/.test(source),
  );
}

function cookieVerdict(lines: string[], isHsts: boolean): Verdict {
  const has = (line: string, attribute: RegExp) =>
    line
      .split(';')
      .slice(1)
      .some((part) => attribute.test(part.trim()));
  const isSession = (line: string) => /^[^=]*(login|sess)/i.test(line);
  const open = lines.filter((line) => !has(line, /^secure$/i));
  if (lines.length === 0) return verdict('none', 0);
  if (open.some(isSession) && !isHsts) return verdict('a session without Secure', -40);
  if (lines.some((line) => isSession(line) && !has(line, /^httponly$/i)))
    return verdict('a session that scripts read', -30);
  if (lines.some((line) => has(line, /^samesite(=(?!lax$|strict$|none$).*)?$/i)))
    return verdict('SameSite is malformed', -20);
  if (open.some((line) => has(line, /^samesite=none$/i))) return verdict('SameSite=None without Secure', -20);
  if (lines.some((line) => /^[^=]*csrf/i.test(line) && !has(line, /^samesite=/i)))
    return verdict('a CSRF token for all sites', -20);
  if (open.length > 0)
    return isHsts
      ? verdict('without Secure, behind HSTS', open.some(isSession) ? -10 : -5)
      : verdict('without Secure', -20);
  return lines.every((line) => has(line, /^samesite=/i))
    ? verdict('Secure and SameSite', 5)
    : verdict('Secure', 0);
}

function referrerVerdict(header: string | null): Verdict {
  if (header === null) return verdict('missing', 0);
  const policies = header
    .toLowerCase()
    .split(',')
    .map((part) => part.trim());
  const last =
    policies.filter((part) => /^(no-referrer|same-origin|(strict-)?origin|unsafe-url)/.test(part)).at(-1) ??
    '';
  const isPrivate = /^(no-referrer|same-origin|strict-origin|strict-origin-when-cross-origin)$/.test(last);
  return isPrivate ? verdict(last, 5) : verdict(last || 'invalid', -5);
}

function hasHsts(headers: Headers): boolean {
  return hstsVerdict(headers.get('Strict-Transport-Security')).modifier >= 0;
}

function hstsVerdict(header: string | null): Verdict {
  const seconds = /(^|;)\s*max-age=(\d+)/i.exec(header ?? '')?.[2];
  if (header === null || seconds === undefined || header.includes(','))
    return verdict('missing or invalid', -20);
  return Number(seconds) < SIX_MONTHS ? verdict('less than six months', -10) : verdict(header, 0);
}

function integrityVerdict(html: string): Verdict {
  const sources = [...html.matchAll(/<script\b[^>]*\ssrc="([^"]*)"[^>]*>/g)];
  const foreign = sources.filter(([, source = '']) => /^(\w+:)?\/\//.test(source));
  if (foreign.some(([tag, source]) => !/\sintegrity=/.test(tag) && !source?.startsWith('https:')))
    return verdict('foreign scripts, insecurely', -50);
  if (foreign.some(([, source]) => !source?.startsWith('https:')))
    return verdict('foreign scripts over plain http', -20);
  if (foreign.some(([tag]) => !/\sintegrity=/.test(tag)))
    return verdict('foreign scripts without integrity', -5);
  return sources.some(([tag]) => /\sintegrity=/.test(tag))
    ? verdict('scripts with integrity', 5)
    : verdict('own scripts only', 0);
}

function frameVerdict(headers: Headers): Verdict {
  const policy = parsePolicy(headers.get('Content-Security-Policy') ?? '');
  if (policy?.has('frame-ancestors')) return verdict('by frame-ancestors', 5);
  const header = headers.get('X-Frame-Options');
  return /^(deny|sameorigin|allow-from .*)$/i.test(header ?? '')
    ? verdict(`${header}`, 0)
    : verdict('missing or invalid', -20);
}

function corpVerdict(value: string | undefined): Verdict {
  if (value === undefined || value === 'cross-origin') return verdict(value ?? 'missing', 0);
  return /^same-(origin|site)$/.test(value) ? verdict(value, 10) : verdict('invalid', -5);
}
