import type { RequestHandler } from '@builder.io/qwik-city';
import { requireInvoice } from '~/features/billing/invoice.service';
import { invoicePdf } from '~/features/billing/invoice-pdf.server';
import { shownInvoice } from '~/features/billing/shown-invoice';
import { fileHeaders } from '~/lib/http/download';
import { currentLocale } from '~/lib/i18n/locale';
import { getActor } from '~/lib/request/actor';

/** The invoice as a file, in the reader's language. Not a page: whoever is not signed in is sent to sign in, as for any. */
export const onGet: RequestHandler = async (event) => {
  const locale = currentLocale();
  const invoice = await requireInvoice(getActor(event), event.params.number ?? '');
  const pdf = await invoicePdf(shownInvoice(invoice, locale), invoice.issuedAt, locale);
  const headers = fileHeaders({ name: `${invoice.number}.pdf`, type: 'application/pdf' });
  throw event.send(new Response(new Uint8Array(pdf), { headers }));
};
