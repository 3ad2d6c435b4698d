import type { RequestHandler } from '@builder.io/qwik-city';
import { requireInvoice } from '~/features/billing/invoice.service';
import { invoicePdf } from '~/features/billing/invoice-pdf.server';
import { canBePdf } from '~/features/billing/pdf-letters';
import { shownInvoice } from '~/features/billing/shown-invoice';
import { AppError } from '~/lib/errors';
import { fileHeaders } from '~/lib/http/download';
import { currentLocale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';

/** The invoice as a file, in the reader's language; 422 for a name that the file has no letters for. Not a page: whoever is not signed in is sent to sign in, as for any. */
export const onGet: RequestHandler = async (event) => {
  const locale = currentLocale();
  const invoice = await requireInvoice(getActor(event), event.params.number ?? '');
  const shown = shownInvoice(invoice, locale);
  if (!canBePdf(shown)) throw new AppError('unprocessable', m.billing_no_pdf());
  const pdf = await invoicePdf(shown, invoice.issuedAt, locale);
  const headers = fileHeaders({ name: `${invoice.number}.pdf`, type: 'application/pdf' });
  throw event.send(new Response(new Uint8Array(pdf), { headers }));
};
