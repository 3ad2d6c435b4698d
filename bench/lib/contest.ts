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
  const [ours = [], theirs = []] = await takeTurns(rules.rounds, [
    () => load(app, rules),
    () => load(floor, rules),
  ]);
  return summary(name, ours, theirs);
}

/** What `ours` gave in each round beside the rate of the other one in the same round. */
export function summary(name: string, ours: Measured[], floor: Measured[]): Result {
  const times = ours.flatMap((measured) => measured.times).sort((a, b) => a - b);
  return {
    name,
    appRate: median(ours.map(({ rate }) => rate)),
    floorRate: median(floor.map(({ rate }) => rate)),
    ratio: median(ours.map(({ rate }, round) => rate / (floor[round]?.rate ?? Number.NaN))),
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
  };
}

/** Each of them once a round; what each gave, round by round. */
export async function takeTurns(
  rounds: number,
  runs: readonly (() => Promise<Measured>)[],
): Promise<Measured[][]> {
  const given = runs.map((): Measured[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [at, run] of runs.entries()) given[at]?.push(await run());
  }
  return given;
}
