import type { Sql } from 'postgres';
import type { TcpProxy } from '~/lib/testing/tcp-proxy';
import type { ProductionShape } from '../fleet/production-shape';

/** Where a fault can be made. */
export interface Scene {
  shape: ProductionShape;
  /** Straight to the database, as its owner. */
  owner: Sql;
  /** Between the instances and pgbouncer. */
  database: TcpProxy;
  /** Between the instances and the auth server. */
  auth: TcpProxy;
}

/** A cure is taken out of a copy of the built server: each thing that it looks like there, and what comes in its place. */
export interface Patch {
  without: string;
  replace: [pattern: RegExp, instead: string][];
}

/** Where there is no cure to take away, the fault is worse than what has to be borne. */
interface Worse {
  without: string;
  begin: Scenario['begin'];
}

export interface Scenario {
  about: string;
  /** What everybody who is signed in gets meanwhile: 503 and when to come back, what they wanted, or either. */
  expected: 'refused' | 'served' | 'either';
  /** What readiness names; null where it may say either. */
  part: 'database' | 'auth' | null;
  /** Makes the fault, and answers how it ends. */
  begin(scene: Scene): Promise<() => Promise<unknown>>;
  /** What is taken away, to see that the scenario notices. */
  control: Patch | Worse;
  /** So many of each errand at once. */
  crowd?: number;
  /** Everything temporary is on a small file system of its own, the data too. */
  isSmall?: boolean;
}
