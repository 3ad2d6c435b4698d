const DAY_MS = 24 * 60 * 60 * 1000;

/** How long a session may live, in days: unused, and altogether. */
export interface SessionLimits {
  idleDays: number;
  maxDays: number;
}

/** The moments behind which a session is over: last seen before `seenAfter`, begun before `begunAfter`. Pure. */
export function limitsAt(now: Date, { idleDays, maxDays }: SessionLimits) {
  return {
    seenAfter: new Date(now.getTime() - idleDays * DAY_MS),
    begunAfter: new Date(now.getTime() - maxDays * DAY_MS),
  };
}
