import { isLoopback } from './hosts';
import { isUnfilled } from './placeholders';
import { isEncoded } from './userinfo';

const PATH_AND_QUERY = /^\/[^/?#@%]+(?:\?[^#@]*)?$/;

const ENCODE =
  'must be percent-encoded (@ is %40, : is %3A, / is %2F, ? is %3F, # is %23, % is %25): ' +
  `bun -e "console.log(encodeURIComponent(prompt('password')))" does it`;

/** What is wrong with the URL of the pooler in transaction mode, the app's own. Guide 1.1. */
export function poolerUrlProblems(raw: string): string[] {
  const read = readDatabaseUrl(raw);
  if ('wrong' in read) return [read.wrong];
  const problems = hostRules(read.url);
  if (!isLoopback(read.url.hostname) && read.url.port !== '6543') {
    problems.push('must name port 6543, the pooler in transaction mode');
  }
  if (read.url.searchParams.get('pgbouncer') !== 'true') {
    problems.push('must carry the parameter pgbouncer=true, the sign of transaction mode');
  }
  return problems;
}

/** What is wrong with the URL for migrations and tools, a session of its own. Guide 1.1. */
export function directUrlProblems(raw: string): string[] {
  const read = readDatabaseUrl(raw);
  if ('wrong' in read) return [read.wrong];
  const problems = hostRules(read.url);
  if (!isLoopback(read.url.hostname) && read.url.port !== '5432') {
    problems.push(
      'must name port 5432, a session of its own: migrations cannot go through the transaction pooler',
    );
  }
  if (read.url.searchParams.has('pgbouncer')) {
    problems.push(
      'carries the parameter pgbouncer, so it is the URL of the transaction pooler; migrations need a session',
    );
  }
  return problems;
}

/**
 * Reads a database URL by the URL standard, after looking for what that standard would silently misread.
 * The words in `wrong` repeat no piece of the URL: in a broken one, what looks like the host may be half the password.
 */
export function readDatabaseUrl(raw: string): { url: URL } | { wrong: string } {
  if (/^["']|["']$/.test(raw)) return { wrong: 'is wrapped in quotes, which are not part of the value' };
  if (isUnfilled(raw)) return { wrong: 'still has a placeholder in brackets, it is not filled in yet' };
  if (!/^postgres(?:ql)?:\/\//i.test(raw)) return { wrong: 'must begin with postgres:// or postgresql://' };

  const wrong = addressProblem(raw.slice(raw.indexOf('://') + 3));
  if (wrong) return { wrong };
  return URL.canParse(raw)
    ? { url: new URL(raw) }
    : { wrong: 'is not a URL: the host or the port is not one' };
}

/** Everything after `://`, as written. */
function addressProblem(rest: string): string | undefined {
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const tail = rest.slice(authority.length);
  if (!rest.includes('@'))
    return 'names no user and password before the host (an unquoted # in .env begins a comment: quote the value)';
  if (tail.includes('@')) return `has a password (or another part) whose special characters ${ENCODE}`;

  const userinfo = authority.slice(0, authority.lastIndexOf('@'));
  const [user = '', ...words] = userinfo.split(':');
  if (user === '') return 'names no user before the host';
  if (!isEncoded(words.join(':'))) return `has a password whose special characters ${ENCODE}`;
  if (!isEncoded(user)) return `has a user name whose special characters ${ENCODE}`;

  const host = authority.slice(userinfo.length + 1).replace(/:\d*$/, '');
  if (!/^(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])$/i.test(host))
    return 'names no host, or one with characters no host has';
  if (!PATH_AND_QUERY.test(tail))
    return 'must end with the name of one database, like /postgres, and then parameters only';
  return undefined;
}

/** What every host but this machine must be asked for. */
function hostRules(url: URL): string[] {
  if (isLoopback(url.hostname)) return [];
  const problems: string[] = [];
  if (url.hostname.startsWith('['))
    problems.push('names an IPv6 address, which the driver cannot read in a URL: use the host name');
  if (url.password === '') problems.push('has no password');
  if (!asksForTls(url)) {
    problems.push('must ask for an encrypted connection with sslmode=require (or verify-ca, verify-full)');
  }
  if (/\.pooler\.supabase\.com$/i.test(url.hostname) && !url.username.includes('.')) {
    problems.push(
      'names a user without the project: the shared pooler wants the project id after a dot, like postgres.[ref]',
    );
  }
  return problems;
}

function asksForTls(url: URL): boolean {
  const modes = url.searchParams.getAll('sslmode');
  return modes.length > 0 && modes.every((mode) => ['require', 'verify-ca', 'verify-full'].includes(mode));
}
