import { type Load, load, type Measured, median, type Next, quantile } from './load';

export interface Rules extends Load {
  /** How many turns each gets. */
  rounds: number;
  /** For how long each is asked before it counts: compilers and plans take their time, in production once. */
  warmSeconds: number;
}

/** Two that do the same work. */
export interface Contest {
  name: string;
  app: Next;
  floor: Next;
}

export interface Result {
  name: string;
  appRate: number;
  floorRate: number;
  /** The app's rate over the floor's, the median over the rounds. */
  ratio: number;
  /** Milliseconds at the app. */
  p50: number;
  p95: number;
}

/**
 * Lets both run in turns, so that whatever else this machine does meets both, and compares them within each turn. Both
 * have warmed up before.
 */
export async function compete({ name, app, floor }: Contest, rules: Rules): Promise<Result> {
  for (const next of [app, floor]) await load(next, { ...rules, seconds: rules.warmSeconds });
  const turns = await takeTurns(
    rules.rounds,
    () => load(app, rules),
    () => load(floor, rules),
  );
  return summary(
    name,
    turns.ours,
    turns.theirs.map(({ rate }) => rate),
  );
}

/** What `ours` gave in each round beside the rate of the other one in the same round. */
export function summary(name: string, ours: Measured[], floorRates: number[]): Result {
  const times = ours.flatMap((measured) => measured.times).sort((a, b) => a - b);
  return {
    name,
    appRate: median(ours.map(({ rate }) => rate)),
    floorRate: median(floorRates),
    ratio: median(ours.map(({ rate }, round) => rate / (floorRates[round] ?? Number.NaN))),
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
  };
}

/** One of the one, one of the other, so often. */
export async function takeTurns<A, B>(rounds: number, one: () => Promise<A>, other: () => Promise<B>) {
  const ours: A[] = [];
  const theirs: B[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await one());
    theirs.push(await other());
  }
  return { ours, theirs };
}
