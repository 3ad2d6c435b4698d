import type { Problem, Variables } from './guide';
import { isUnfilled } from './placeholders';
import { staysOnThisMachine } from './this-machine';

const PARTS = ['SELLER_NAME', 'SELLER_ADDRESS', 'SELLER_TAX_ID'] as const;

/** One line of an invoice, in characters. */
const LINE_MAX = 200;

/** Somebody made up, so that an invoice on this machine looks as it will. */
const DEMO = {
  SELLER_NAME: 'Alcázar (demo)',
  SELLER_ADDRESS: 'Calle Inventada 1, 41000 Sevilla, España',
  SELLER_TAX_ID: 'ES B00000000',
};

/** What is wrong with a line of whoever sends the invoices. */
export function sellerProblems(line: string): string[] {
  if (isUnfilled(line)) return ['still has a placeholder in brackets, it is not filled in yet'];
  if ([...line].length > LINE_MAX) return [`is longer than ${LINE_MAX} characters`];
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(line) ? ['is more than one line'] : [];
}

/** Where everything is on this machine and nobody has said who sells, it is somebody made up. Nowhere else: a real invoice names a real seller. */
export function withSeller(variables: Variables): Variables {
  const isSaid = PARTS.some((name) => variables[name] !== undefined);
  return isSaid || !staysOnThisMachine(variables) ? variables : { ...variables, ...DEMO };
}

/** A seller is all of it or nothing, and whoever charges real cards is one. */
export function sellerPairProblems(variables: Variables): Problem[] {
  const missing = PARTS.filter((name) => variables[name] === undefined);
  const takesMoney = /^[sr]k_live_/.test(variables.STRIPE_SECRET_KEY ?? '');
  if (missing.length === 0 || (missing.length === PARTS.length && !takesMoney)) return [];
  const wrong = takesMoney
    ? 'is missing, and a live key of Stripe sells with invoices that have to name the seller'
    : 'is missing, and an invoice names its seller with name, address and tax number';
  return missing.map((variable) => ({ variable, wrong }));
}
