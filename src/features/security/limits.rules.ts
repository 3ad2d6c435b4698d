const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** So many tries in so many seconds; the time begins with the first try. */
export interface LimitRule {
  /** Whose tries are counted together. */
  per: 'address' | 'account_at_address' | 'account_at_device' | 'account';
  tries: number;
  seconds: number;
}

const perAddress = (tries: number, seconds: number): LimitRule => ({ per: 'address', tries, seconds });
const perPair = (tries: number, seconds: number): LimitRule => ({
  per: 'account_at_address',
  tries,
  seconds,
});
const perDevice = (tries: number, seconds: number): LimitRule => ({
  per: 'account_at_device',
  tries,
  seconds,
});
const perAccount = (tries: number, seconds: number): LimitRule => ({ per: 'account', tries, seconds });

/** Each of these sends a mail: nobody's mailbox is filled, and no more than a few addresses can be tried. */
const MAIL = [perAddress(20, HOUR), perAccount(5, HOUR)];

/** Asked of somebody who is signed in: a guesser has to sit at a browser that was left open. */
const OWN_PASSWORD = [perAddress(50, 15 * MINUTE), perAccount(5, 15 * MINUTE), perAccount(20, DAY)];

/**
 * How often what may be tried. The rules of an action are asked in their order, and the first that refuses ends it: somebody
 * who is locked out at one address uses up nothing of what the account has left elsewhere. Guide 19, decision 090.
 */
export const LIMITS = {
  sign_in: [perAddress(50, 15 * MINUTE), perPair(5, 15 * MINUTE), perPair(20, DAY), perAccount(30, HOUR)],
  /** In a browser that the account knows: whoever locks others out by guessing does not reach it. */
  sign_in_known_device: [perDevice(5, 15 * MINUTE), perDevice(20, DAY)],
  sign_up: MAIL,
  confirmation_mail: MAIL,
  reset: MAIL,
  code: MAIL,
  /** A code has six digits and lives an hour: this leaves a guess one chance in a hundred thousand. */
  code_entry: [perAddress(50, 15 * MINUTE), perPair(5, 15 * MINUTE), perAccount(10, HOUR)],
  /** The token of a mailed link is a hash of address and code, so that guessing codes needs no form. It names no account. */
  link: [perAddress(20, 15 * MINUTE)],
  new_password: [perAddress(50, HOUR), perAccount(10, HOUR)],
  reauthentication: OWN_PASSWORD,
  password_change: OWN_PASSWORD,
  /** One a minute as the auth server has it, which would say so of free addresses alone. */
  email_change: [perAccount(1, MINUTE), ...MAIL],
  export: [perAddress(20, DAY), perAccount(5, DAY)],
  /** Whoever has stolen card numbers tries them where nobody counts. */
  checkout: [perAddress(60, HOUR), perAccount(20, HOUR)],
} satisfies Record<string, LimitRule[]>;

export type LimitedAction = keyof typeof LIMITS;
