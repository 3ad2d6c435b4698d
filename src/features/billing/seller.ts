import { ENV } from '~/lib/env.server';
import type { Invoice } from './invoices.schema';

/** Who sells, as it is written into each invoice that is issued from now on. Decision 122. */
export const SELLER: Pick<Invoice, 'sellerName' | 'sellerAddress' | 'sellerTaxId'> = {
  sellerName: ENV.SELLER_NAME,
  sellerAddress: ENV.SELLER_ADDRESS ?? null,
  sellerTaxId: ENV.SELLER_TAX_ID ?? null,
};
