import { isIP } from 'node:net';
import { isLoopback } from './hosts';
import { isUnfilled } from './placeholders';

/** What is wrong with the address of the Supabase API. */
export function supabaseUrlProblems(raw: string): string[] {
  if (isUnfilled(raw)) return ['still has a placeholder in brackets, it is not filled in yet'];
  const url = readHttpUrl(raw);
  if (!url) return ['is not a web address'];
  return [...bareOriginProblems(url), ...plainHttpProblems(url)];
}

/** What is wrong with the name that access tokens carry as their issuer. It has a path, and is compared letter by letter. */
export function issuerProblems(raw: string): string[] {
  if (isUnfilled(raw)) return ['still has a placeholder in brackets, it is not filled in yet'];
  return readHttpUrl(raw) ? [] : ['is not a web address'];
}

/** What is wrong with the public address of the app. That production wants https is a rule of `env.production.ts`. */
export function originProblems(raw: string): string[] {
  if (isUnfilled(raw)) return ['still has a placeholder in brackets, it is not filled in yet'];
  const url = readHttpUrl(raw);
  return url ? bareOriginProblems(url) : ['is not a web address'];
}

/** What is wrong with the address that knows leaked passwords. It has a path, to which five digits are appended. */
export function rangeUrlProblems(raw: string): string[] {
  if (isUnfilled(raw)) return ['still has a placeholder in brackets, it is not filled in yet'];
  const url = readHttpUrl(raw);
  if (!url) return ['is not a web address'];
  const secret = url.username || url.password ? ['has a user name or password in it'] : [];
  const rest = url.search || url.hash ? ['has a query or a fragment, and must end after the path'] : [];
  return [...secret, ...rest, ...plainHttpProblems(url)];
}

/** What is wrong with the address of the local mailbox: mail of real people is never shown there. */
export function mailboxUrlProblems(raw: string): string[] {
  const url = readHttpUrl(raw);
  if (!url) return ['is not a web address'];
  return isLoopback(url.hostname) ? bareOriginProblems(url) : ['must be on this machine (a loopback host)'];
}

/** What is wrong with the address the server listens on. */
export function hostProblems(raw: string): string[] {
  if (isIP(raw) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(raw)) return [];
  return ['is neither an IP address nor a host name (no scheme, no port)'];
}

/** What is wrong with the list of trusted proxies, counting from one, so that no address is repeated. */
export function proxyListProblems(raw: string): string[] {
  return splitList(raw).flatMap((entry, index) => {
    const wrong = proxyProblem(entry);
    return wrong ? [`entry ${index + 1} ${wrong}`] : [];
  });
}

/** The list as CIDRs: a single address is the block that holds only itself. */
export function readProxyList(raw: string): string[] {
  return splitList(raw).map((entry) =>
    entry.includes('/') ? entry : `${entry}/${isIP(entry) === 6 ? 128 : 32}`,
  );
}

function proxyProblem(entry: string): string | undefined {
  const [address = '', prefix, ...rest] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return 'is not an IP address or a CIDR block';
  if (prefix === undefined) return undefined;
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (!(bits >= 0 && bits <= (family === 6 ? 128 : 32))) return 'has a prefix length that does not exist';
  return bits === 0 ? 'trusts the whole internet, so that anybody could forge an address' : undefined;
}

function splitList(raw: string): string[] {
  return raw.split(/[\s,]+/).filter((entry) => entry !== '');
}

function readHttpUrl(raw: string): URL | undefined {
  if (!/^https?:\/\//i.test(raw) || /\s/.test(raw) || !URL.canParse(raw)) return undefined;
  return new URL(raw);
}

function plainHttpProblems(url: URL): string[] {
  if (url.protocol !== 'http:' || isLoopback(url.hostname)) return [];
  return ['must begin with https://, because only a loopback host may be reached over http'];
}

/** A path here is a mistake with late consequences: the clients append their own. */
function bareOriginProblems(url: URL): string[] {
  const problems: string[] = [];
  if (url.username || url.password) problems.push('has a user name or password in it');
  if (url.pathname !== '/') problems.push('has a path, and must end after the host and port');
  if (url.search || url.hash)
    problems.push('has a query or a fragment, and must end after the host and port');
  return problems;
}
