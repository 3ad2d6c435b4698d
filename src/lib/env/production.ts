import { readDatabaseUrl } from './database';
import type { Problem, Variables } from './guide';
import { hostOf, isLoopback } from './hosts';
import { legacyClaims } from './keys';
import { readSmtpUrl, smtpUrlProblems } from './mail';
import { isDummySecret } from './placeholders';
import { staysOnThisMachine } from './this-machine';

/**
 * What production asks for on top: a public address, and secrets that are secret.
 * When every host is this machine (the built server under test, on the embedded stack) the dummies of `.env.example` are allowed.
 */
export function productionProblems(variables: Variables): Problem[] {
  if (variables.NODE_ENV !== 'production') return [];
  const problems = publicAddressProblems(variables.ORIGIN);
  return staysOnThisMachine(variables) ? problems : [...problems, ...secretProblems(variables)];
}

function publicAddressProblems(origin: string | undefined): Problem[] {
  if (origin === undefined) return [{ variable: 'ORIGIN', wrong: 'is missing, and production needs it' }];
  const host = hostOf(origin);
  if (host === undefined || isLoopback(host) || /^https:/i.test(origin)) return [];
  return [{ variable: 'ORIGIN', wrong: 'must begin with https:// in production' }];
}

function secretProblems(variables: Variables): Problem[] {
  const found: [variable: string, wrong: string | undefined][] = [
    ['PUBLIC_SUPABASE_ANON_KEY', keyProblem(variables.PUBLIC_SUPABASE_ANON_KEY)],
    ['SUPABASE_JWT_SECRET', passwordProblem('', variables.SUPABASE_JWT_SECRET)],
    ['DATABASE_URL', passwordProblem('has a password that', passwordOf(variables.DATABASE_URL))],
    ['DIRECT_URL', passwordProblem('has a password that', passwordOf(variables.DIRECT_URL))],
    ['SMTP_URL', passwordProblem('has a password that', smtpPasswordOf(variables.SMTP_URL))],
    ['SEED_PASSWORD', passwordProblem('', variables.SEED_PASSWORD)],
  ];
  return found.flatMap(([variable, wrong]) => (wrong ? [{ variable, wrong }] : []));
}

function passwordProblem(subject: string, password: string | undefined): string | undefined {
  if (!password) return undefined;
  const wrong = isDummySecret(password)
    ? 'is a placeholder or a well-known default, which production refuses'
    : password.length < 12 && 'is shorter than 12 characters, which production refuses';
  return wrong ? `${subject} ${wrong}`.trim() : undefined;
}

function keyProblem(key: string | undefined): string | undefined {
  if (!key) return undefined;
  const demo =
    legacyClaims(key)?.iss === 'supabase-demo' || isDummySecret(key.replace(/^sb_publishable_/, ''));
  if (demo) return 'is the demo key of a local stack, which production refuses';
  return key.length < 32 ? 'is shorter than 32 characters, so it is no real key' : undefined;
}

function passwordOf(raw: string | undefined): string | undefined {
  const read = raw === undefined ? undefined : readDatabaseUrl(raw);
  return read && 'url' in read ? decodeURIComponent(read.url.password) : undefined;
}

function smtpPasswordOf(raw: string | undefined): string | undefined {
  return raw === undefined || smtpUrlProblems(raw).length > 0 ? undefined : readSmtpUrl(raw).auth?.pass;
}
