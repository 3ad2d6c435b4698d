/** What Stripe answers. */
export interface StripeAnswer {
  status: number;
  body: object;
}

/** A shop's account at Stripe, as far as the app uses one: sessions of Checkout, customers, the portal. */
export interface StripeAccount {
  answer(method: string, path: string, form: URLSearchParams): StripeAnswer;
  /** Somebody pays on the page of that session. Answers it as it is then, as its event shows it. */
  pay(session: string): object;
}

interface Session {
  id: string;
  object: 'checkout.session';
  url: string;
  status: 'open' | 'complete';
  payment_status: 'unpaid' | 'paid';
  amount_total: number;
  currency: string;
  created: number;
  metadata: Record<string, string>;
  customer: string | null;
  payment_intent: string | null;
}

const SESSIONS = '/v1/checkout/sessions';
const METADATA = /^metadata\[(\w+)\]$/;

export function newStripeAccount(): StripeAccount {
  const sessions = new Map<string, Session>();
  const customers = new Set<string>();

  const create = (form: URLSearchParams): StripeAnswer => {
    const wrong = wrongWith(form);
    if (wrong) return stripeError(400, 'invalid_request_error', wrong[1], wrong[0]);
    const session = sessionOf(form, `cs_test_${crypto.randomUUID().replaceAll('-', '')}`);
    sessions.set(session.id, session);
    return { status: 200, body: session };
  };
  const retrieve = (id: string): StripeAnswer => {
    const session = sessions.get(id);
    if (!session) return stripeError(404, 'invalid_request_error', `No such checkout.session: '${id}'`);
    const charge = { id: `ch_${id}`, created: session.created, amount_refunded: 0 };
    const intent = session.payment_intent && { id: session.payment_intent, latest_charge: charge };
    return { status: 200, body: { ...session, payment_intent: intent } };
  };
  const openPortal = (customer: string): StripeAnswer => {
    if (!customers.has(customer))
      return stripeError(400, 'invalid_request_error', `No such customer: '${customer}'`);
    const url = `https://billing.stripe.com/p/session/${customer}`;
    return { status: 200, body: { id: 'bps_1', object: 'billing_portal.session', customer, url } };
  };
  return {
    answer(method, path, form) {
      if (method === 'POST' && path === SESSIONS) return create(form);
      if (method === 'GET' && path.startsWith(`${SESSIONS}/`))
        return retrieve(path.slice(SESSIONS.length + 1));
      if (method === 'POST' && path === '/v1/billing_portal/sessions')
        return openPortal(form.get('customer') ?? '');
      return stripeError(404, 'invalid_request_error', `Unrecognized request URL (${method}: ${path}).`);
    },
    pay(id) {
      const session = sessions.get(id);
      if (!session) throw new Error(`Stripe has no session ${id}.`);
      const customer = session.customer ?? `cus_${id}`;
      customers.add(customer);
      const paid = { status: 'complete', payment_status: 'paid', payment_intent: `pi_${id}` } as const;
      return Object.assign(session, paid, { customer });
    },
  };
}

export function stripeError(status: number, type: string, message: string, param?: string): StripeAnswer {
  return { status, body: { error: { type, message, param } } };
}

function sessionOf(form: URLSearchParams, id: string): Session {
  const price = (name: string) => form.get(`line_items[0][price_data][${name}]`) ?? '';
  const metadata = [...form].flatMap(([name, value]) => {
    const [, key] = METADATA.exec(name) ?? [];
    return key === undefined ? [] : [[key, value] as const];
  });
  return {
    id,
    object: 'checkout.session',
    url: `https://checkout.stripe.com/c/pay/${id}`,
    status: 'open',
    payment_status: 'unpaid',
    amount_total: Number(price('unit_amount')),
    currency: price('currency'),
    created: Math.floor(Date.now() / 1000),
    metadata: Object.fromEntries(metadata),
    customer: form.get('customer'),
    payment_intent: null,
  };
}

/** The rules of Stripe's that the app could break: the parameter that is wrong, and what is wrong with it. */
function wrongWith(form: URLSearchParams): [param: string, message: string] | null {
  const lasts = Number(form.get('expires_at')) - Date.now() / 1000;
  if (lasts < 30 * 60 || lasts > 24 * 60 * 60)
    return ['expires_at', 'The timestamp must be between 30 minutes and 24 hours from creation.'];
  if (form.get('mode') !== 'payment' || !form.get('success_url'))
    return ['success_url', 'Missing required param: success_url.'];
  if (form.has('customer') && form.has('customer_creation'))
    return ['customer', 'You may only specify one of these parameters: customer, customer_creation.'];
  return null;
}
