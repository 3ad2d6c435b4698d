import type { RequestHandler } from '@builder.io/qwik-city';
import * as HealthService from '~/features/health/health.service';
import { checkLedger, mayCheckLedger } from '~/features/health/ledger-check.service';
import { isDraining } from '~/lib/http/drain';

/**
 * May traffic come here? 200 when the database and the auth server answer, 503 when one does not or the process is on its way
 * out. With `?deep` the whole ledger is verified, too, for whoever brings the token of the operators; 401 for others.
 */
export const onGet: RequestHandler = async ({ headers, json, query, request }) => {
  headers.set('Cache-Control', 'no-store');
  const isDeep = query.has('deep');
  if (isDeep && !mayCheckLedger(request.headers)) {
    headers.set('WWW-Authenticate', 'Bearer realm="health"');
    json(401, { status: 'refused' });
    return;
  }
  const [readiness, ledger] = await Promise.all([
    HealthService.checkReadiness(),
    isDeep ? checkLedger() : undefined,
  ]);
  const isReady = readiness.status === 'ready' && ledger?.ok !== false && !isDraining();
  const status = isDraining() ? 'draining' : isReady ? 'ready' : 'unready';
  json(isReady ? 200 : 503, { ...readiness, status, ledger });
};
