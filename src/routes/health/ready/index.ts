import type { RequestHandler } from '@builder.io/qwik-city';
import * as HealthService from '~/features/health/health.service';
import { isDraining } from '~/lib/http/drain';

/** May traffic come here? 200 when the database and the auth server answer, 503 when one does not or the process is on its way out. */
export const onGet: RequestHandler = async ({ headers, json }) => {
  headers.set('Cache-Control', 'no-store');
  const readiness = await HealthService.checkReadiness();
  const isReady = readiness.status === 'ready' && !isDraining();
  json(isReady ? 200 : 503, isDraining() ? { ...readiness, status: 'draining' } : readiness);
};
