import { z } from 'zod';
import { nothing, operation } from '~/lib/api/operation';
import { CurrencyCode, Id, MinorUnits, Moment, PageQuery, pageShape } from '~/lib/api/shapes';
import * as m from '~/lib/i18n/paraglide/messages';
import { CancelInput, SubscribeInput } from './billing.input';
import { INVOICE_STATES } from './billing.rules';
import { planIntervalEnum, subscriptionStatusEnum } from './billing.schema';

const Plan = z.object({
  id: z.string().meta({ examples: ['pro'] }),
  name: z.string().meta({ examples: ['Pro'] }),
});

const Price = z.object({
  id: z.string().meta({ examples: ['pro-month-eur'] }),
  interval: z.enum(planIntervalEnum.enumValues),
  /** Tax included. */
  amount: MinorUnits,
  currency: CurrencyCode,
  trialDays: z.int(),
});

const InvoiceNumber = z.string().meta({ examples: ['INV-2026-000001'] });

/** What billing does for programs. Guide 23. */
export const listPlans = operation({
  id: 'listPlans',
  method: 'GET',
  path: '/plans',
  summary: m.billing_api_plans,
  isOpen: true,
  query: nothing,
  body: nothing,
  status: 200,
  answer: z.object({ plans: z.array(Plan.extend({ prices: z.array(Price) })) }),
});

export const readSubscription = operation({
  id: 'readSubscription',
  method: 'GET',
  path: '/subscription',
  summary: m.billing_api_subscription,
  query: nothing,
  body: nothing,
  status: 200,
  answer: z.object({
    id: Id,
    plan: Plan,
    price: Price,
    status: z.enum(subscriptionStatusEnum.enumValues),
    startDate: Moment,
    trialEndsAt: Moment.nullable(),
    periodStart: Moment,
    periodEnd: Moment,
    cancelAtPeriodEnd: z.boolean(),
  }),
});

export const createSubscription = operation({
  id: 'createSubscription',
  method: 'POST',
  path: '/subscriptions',
  summary: m.billing_api_subscribe,
  query: nothing,
  body: z.strictObject({
    priceId: SubscribeInput.shape.priceId.meta({ examples: ['pro-month-eur'] }),
    country: SubscribeInput.shape.country.meta({ examples: ['ES'] }),
  }),
  status: 201,
  answer: z.object({ subscriptionId: Id, invoiceNumber: InvoiceNumber.nullable() }),
});

export const cancelSubscription = operation({
  id: 'cancelSubscription',
  method: 'POST',
  path: '/subscriptions/cancel',
  summary: m.billing_api_cancel,
  query: nothing,
  body: z.strictObject({
    subscriptionId: CancelInput.shape.subscriptionId,
    // A form that says nothing means this; a program that says something odd is asked again.
    when: z.enum(['now', 'period_end']).default('period_end'),
  }),
  status: 204,
  answer: z.void(),
});

export const listInvoices = operation({
  id: 'listInvoices',
  method: 'GET',
  path: '/invoices',
  summary: m.billing_api_invoices,
  query: PageQuery.extend({ state: z.enum(INVOICE_STATES).optional() }),
  body: nothing,
  status: 200,
  answer: pageShape(
    z.object({
      number: InvoiceNumber,
      status: z.enum(INVOICE_STATES),
      amount: MinorUnits,
      taxAmount: MinorUnits,
      credited: MinorUnits,
      currency: CurrencyCode,
      periodStart: Moment,
      periodEnd: Moment,
      issuedAt: Moment,
      dueDate: Moment,
      paidAt: Moment.nullable(),
    }),
  ),
});

export const payInvoice = operation({
  id: 'payInvoice',
  method: 'POST',
  path: '/invoices/{number}/pay',
  summary: m.billing_api_pay,
  query: nothing,
  body: nothing,
  status: 200,
  answer: z.object({ transactionId: Id }),
});

/** In the order in which they are read about. */
export const BILLING_OPERATIONS = [
  listPlans,
  readSubscription,
  createSubscription,
  cancelSubscription,
  listInvoices,
  payInvoice,
];
