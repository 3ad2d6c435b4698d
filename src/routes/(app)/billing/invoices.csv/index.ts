import type { RequestHandler } from '@builder.io/qwik-city';
import { InvoicesQuery } from '~/features/billing/billing.input';
import { invoicesCsv } from '~/features/billing/invoices-csv.service';
import { sendDownload } from '~/lib/http/download';
import { getActor } from '~/lib/request/actor';

/** The list as a file, made while it is sent. Not a page: whoever is not signed in is sent to sign in, as for any. */
export const onGet: RequestHandler = async (event) => {
  const query = InvoicesQuery.parse(Object.fromEntries(event.query));
  const name = `alcazar-invoices-${new Date().toISOString().slice(0, 10)}.csv`;
  throw await sendDownload(
    event,
    { name, type: 'text/csv; charset=utf-8' },
    invoicesCsv(getActor(event), query),
  );
};
