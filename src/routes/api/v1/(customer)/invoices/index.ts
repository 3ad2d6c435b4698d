import type { RequestHandler } from '@builder.io/qwik-city';
import { listInvoices } from '~/features/billing/billing.api';
import * as InvoiceListService from '~/features/billing/invoice-list.service';
import { endpoint } from '~/lib/api/endpoint';
import { getActor } from '~/lib/request/actor';

export const onGet: RequestHandler = endpoint(listInvoices, ({ query }, event) =>
  InvoiceListService.listInvoices(getActor(event), query),
);
