import type { Supabase } from './supabase';

export interface Summary {
  origin: string;
  supabase: Supabase;
  seedPassword: string | undefined;
  logFile: string | undefined;
  /** How long it took, with its unit. */
  took: string;
}

/** One calm block: where everything is, who may sign in, how it stops. No password of a database stands in it. */
export function printSummary({ origin, supabase, seedPassword, logFile, took }: Summary): void {
  const { MAILBOX_URL, DATABASE_URL, DIRECT_URL, PUBLIC_SUPABASE_URL } = supabase.variables;
  const isSeeded = supabase.isLocal && seedPassword;
  const rows: [label: string, value: string | undefined][] = [
    ['App', origin],
    ['Mailbox', MAILBOX_URL],
    ['Supabase', PUBLIC_SUPABASE_URL],
    ['Database', `${masked(DATABASE_URL)}  (the app, through the pooler)`],
    ['', `${masked(DIRECT_URL)}  (migrations, psql)`],
    ['Sign in', isSeeded ? 'admin@example.test or user@example.test' : undefined],
    ['Password', isSeeded ? seedPassword : undefined],
    ['Log', logFile],
  ];
  const lines = rows.flatMap(([label, value]) => (value ? [`  ${label.padEnd(10)} ${value}`] : []));
  console.log(
    `\nAlcázar is up, in ${took}.\n\n${lines.join('\n')}\n\nCtrl-C stops everything; the data stays.\n`,
  );
}

/** The URL with its password replaced: a terminal has more than one reader. */
export function masked(url: string): string {
  const parsed = new URL(url);
  if (parsed.password) parsed.password = '****';
  return parsed.href;
}
