/** Who tries: `ended` is the owner of the row with the token of a session that is over, `service` holds the secret key. */
export const PEOPLE = ['anon', 'stranger', 'admin', 'ended', 'owner', 'app', 'service'] as const;
export type Person = (typeof PEOPLE)[number];

/**
 * What comes of select, insert, update and delete, a word each: `rows` (done, or refused for another reason than who asks),
 * `none` (there is no such row for them), `42501` (they may not), `kept` (a trigger refuses it to everybody). Columns stand in
 * brackets where an update is for these alone.
 */
type Words = string;

export interface TableAccess extends Record<Person, Words> {
  /** Finds a row of the user $1, which `furnish` has made. */
  mine: string;
}

//              select insert update delete
const SHUT = '42501 42501 42501 42501';
const READS = 'rows 42501 42501 42501';
const SEES_NONE = 'none 42501 42501 42501';
const ADDS = 'rows rows 42501 42501';
const CHANGES = 'rows rows rows 42501';
const ALL = 'rows rows rows rows';

/** Users read what is theirs as long as their session lives, and write none of it: services do. */
const OWN = { anon: SHUT, stranger: SEES_NONE, admin: SEES_NONE, ended: SEES_NONE, owner: READS };
/** No user has any business here, administrators included. */
const CLOSED = { anon: SHUT, stranger: SHUT, admin: SHUT, ended: SHUT, owner: SHUT };
/** What stands on the page of prices. */
const OPEN = { anon: READS, stranger: READS, admin: READS, ended: READS, owner: READS };

const USER = 'user_id = $1';
const INVOICE = 'invoice_id in (select id from invoices where user_id = $1)';
const ANY = 'true';

const PREFERENCES = '(full_name,locale,theme,time_zone)';
const NONE_OF_THESE = `none 42501 none${PREFERENCES} 42501`;

/**
 * Every table and who may do what with a row of it. `access-matrix.int.test.ts` tries all of it, `schema.int.test.ts` compares
 * the grants and the policies: a new table is entered here.
 */
export const ACCESS: Record<string, TableAccess> = {
  profiles: {
    mine: 'id = $1',
    anon: SHUT,
    stranger: NONE_OF_THESE,
    admin: NONE_OF_THESE,
    ended: NONE_OF_THESE,
    owner: `rows 42501 rows${PREFERENCES} 42501`,
    // The auth server makes and deletes accounts.
    app: 'rows 42501 rows 42501',
    service: READS,
  },
  user_sessions: { mine: USER, ...OWN, app: CHANGES, service: READS },
  email_changes: { mine: USER, ...CLOSED, app: ALL, service: SHUT },
  password_history: { mine: USER, ...CLOSED, app: READS, service: SHUT },
  security_events: { mine: USER, ...OWN, app: ADDS, service: READS },
  security_report_links: { mine: USER, ...CLOSED, app: ALL, service: SHUT },
  known_devices: { mine: USER, ...CLOSED, app: CHANGES, service: SHUT },
  // Of its own: what others have counted is taken back while this looks.
  rate_limits: { mine: `key = 'access/1:-:-'`, ...CLOSED, app: ALL, service: SHUT },
  mail_outbox: { mine: USER, ...CLOSED, app: ALL, service: SHUT },
  idempotency_keys: { mine: USER, ...CLOSED, app: ALL, service: SHUT },

  plans: { mine: ANY, ...OPEN, app: ALL, service: READS },
  prices: { mine: ANY, ...OPEN, app: CHANGES, service: READS },
  tax_rates: { mine: ANY, ...OPEN, app: ADDS, service: READS },
  subscriptions: { mine: USER, ...OWN, app: CHANGES, service: READS },
  // A trigger writes it.
  subscription_prices: {
    mine: 'subscription_id in (select id from subscriptions where user_id = $1)',
    ...CLOSED,
    app: READS,
    service: READS,
  },
  billing_details: { mine: USER, ...OWN, app: CHANGES, service: READS },
  // An invoice begins as a draft, and its lines are written until it is issued.
  invoices: { mine: USER, ...OWN, app: 'rows kept rows 42501', service: READS },
  invoice_lines: { mine: INVOICE, ...OWN, app: 'rows kept 42501 42501', service: READS },
  payments: { mine: INVOICE, ...OWN, app: ADDS, service: READS },
  credit_notes: { mine: INVOICE, ...OWN, app: ADDS, service: READS },
  // The trigger that gives out numbers writes it.
  document_counters: { mine: ANY, ...CLOSED, app: READS, service: READS },

  // A trigger writes the balance.
  ledger_accounts: { mine: USER, ...OWN, app: ADDS, service: READS },
  ledger_transactions: {
    mine: 'id in (select transaction_id from ledger_entries join ledger_accounts as a on a.id = account_id where user_id = $1)',
    ...CLOSED,
    app: ADDS,
    service: READS,
  },
  ledger_entries: {
    mine: 'account_id in (select id from ledger_accounts where user_id = $1)',
    ...OWN,
    app: ADDS,
    service: READS,
  },

  checkouts: { mine: USER, ...OWN, app: CHANGES, service: READS },
  webhook_events: { mine: ANY, ...CLOSED, app: CHANGES, service: SHUT },
  test_checkouts: { mine: ANY, ...CLOSED, app: CHANGES, service: SHUT },
  test_webhooks: { mine: ANY, ...CLOSED, app: CHANGES, service: SHUT },

  // The migrations that were applied: the owner's.
  'drizzle.__drizzle_migrations': { mine: ANY, ...CLOSED, app: SHUT, service: SHUT },
};

/** The grants that these words take, in alphabetical order, columns in brackets. */
export function grantsFor(words: Words): string[] {
  const granted = words.split(' ').flatMap((word, place) => {
    const verb = ['select', 'insert', 'update', 'delete'][place] ?? '';
    const [, columns] = /\((.+)\)/.exec(word) ?? [];
    if (word === '42501') return [];
    return columns ? columns.split(',').map((column) => `${verb}(${column})`) : [verb];
  });
  return granted.sort();
}
