import * as billing from '~/features/billing/billing.api';
import * as wallet from '~/features/wallet/wallet.api';
import type { Operation } from '~/lib/api/operation';

/** Everything that the API does, in the order in which it is read about. */
export const OPERATIONS: readonly Operation[] = [...Object.values(billing), ...Object.values(wallet)];
