import { and, asc, eq, lte, ne, notInArray } from 'drizzle-orm';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { log } from '~/lib/log.server';
import { isOpen } from './billing.rules';
import { subscriptions } from './billing.schema';
import { type Asked, askFor } from './dunning';
import { invoices } from './invoices.schema';
import { type Renewed, renew } from './renewing';
import { subscribedBy } from './subscribed';

type Outcome = Renewed | Asked | 'failed';

/** How often each thing happened in a run. `failed` were bugs: they are in the log, and come again with the next run. */
export type BillingRun = Record<Outcome, number>;

/** Finds one thing that is due and leads it on, in a transaction of its own; says whose it is before it begins. */
type Step = (
  due: { now: Date; except: string[]; onClaim: (id: string) => void },
  tx: Transaction,
) => Promise<Outcome | 'settled' | null>;

/**
 * Does what the clock asks for until nothing is left: renews what is over, ends what was to end, collects what is due. Each
 * thing is one transaction that claims it with `skip locked`, so this can run twice, on two machines at once, or be cut off
 * anywhere: the next run goes on from there. One that fails is skipped and does not hold up the others. Decision 108.
 */
export async function runBilling(now: Date, database: Database = db): Promise<BillingRun> {
  const run: BillingRun = { renewed: 0, ended: 0, collected: 0, overdue: 0, unpaid: 0, failed: 0 };
  await untilNoneIsDue(renewOne, run, now, database);
  await untilNoneIsDue(askForOne, run, now, database);
  return run;
}

async function untilNoneIsDue(step: Step, run: BillingRun, now: Date, database: Database): Promise<void> {
  const except: string[] = [];
  for (;;) {
    let claimed: string | undefined;
    const onClaim = (id: string) => {
      claimed = id;
    };
    try {
      const outcome = await database.transaction((tx) => step({ now, except, onClaim }, tx));
      if (!outcome) return;
      if (outcome !== 'settled') run[outcome] += 1;
    } catch (error) {
      // Without a claim it is the database that fails, and would again.
      if (!claimed) throw error;
      log.error('billing.failed', { id: claimed, err: error });
      except.push(claimed);
      run.failed += 1;
    }
  }
}

const renewOne: Step = async ({ now, except, onClaim }, tx) => {
  const isOver = and(ne(subscriptions.status, 'cancelled'), lte(subscriptions.periodEnd, now));
  const [claimed] = await tx
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(and(isOver, notInArray(subscriptions.id, except)))
    .orderBy(asc(subscriptions.periodEnd), asc(subscriptions.id))
    .limit(1)
    .for('no key update', { skipLocked: true });
  if (!claimed) return null;
  onClaim(claimed.id);
  const [found] = await subscribedBy(eq(subscriptions.id, claimed.id), tx);
  if (!found) throw new Error(`The subscription ${claimed.id} has no plan or no price.`);
  return renew(found, now, tx);
};

const askForOne: Step = async ({ now, except, onClaim }, tx) => {
  const isDue = lte(invoices.nextAttemptAt, now);
  const [found] = await tx
    .select({ id: invoices.id })
    .from(invoices)
    .innerJoin(subscriptions, eq(subscriptions.id, invoices.subscriptionId))
    .where(and(isDue, notInArray(invoices.id, except)))
    .orderBy(asc(invoices.nextAttemptAt), asc(invoices.id))
    .limit(1)
    .for('no key update', { of: subscriptions, skipLocked: true });
  if (!found) return null;
  onClaim(found.id);
  // Again, now that nobody else writes it: somebody may have paid it while we waited for nothing but its subscription.
  const isStillDue = and(eq(invoices.id, found.id), isDue);
  const [invoice] = await tx.select().from(invoices).where(isStillDue).for('no key update');
  return invoice && isOpen(invoice) ? askFor(invoice, now, tx) : 'settled';
};
