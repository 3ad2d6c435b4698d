import { BILLING_OPERATIONS } from '~/features/billing/billing.api';
import { PAYMENTS_OPERATIONS } from '~/features/payments/payments.api';
import { WALLET_OPERATIONS } from '~/features/wallet/wallet.api';
import type { Operation } from '~/lib/api/operation';

/** Everything that the API does. */
export const OPERATIONS: readonly Operation[] = [
  ...BILLING_OPERATIONS,
  ...WALLET_OPERATIONS,
  ...PAYMENTS_OPERATIONS,
];
