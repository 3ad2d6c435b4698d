import { ENV } from '~/lib/env.server';
import type { SessionLimits } from './sessions.rules';

/** How long a session may live here, as configured. */
export const LIMITS: SessionLimits = { idleDays: ENV.SESSION_IDLE_DAYS, maxDays: ENV.SESSION_MAX_DAYS };
