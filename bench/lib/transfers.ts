import { ApiClient, apiFor } from '../../e2e/steps/api';
import { newUserWith } from '../../e2e/steps/wallet';
import { newUser } from '../../e2e/support/people';
import { type Result, type Rules, summary, takeTurns } from './contest';
import { load, type Next } from './load';
import { findPgbench, pgbenchScript, runPgbench } from './pgbench';
import type { Recorder } from './recorded';

/** Somebody who sends money to somebody else all day. */
interface Sender {
  token: string;
  recipient: string;
}

const CENTS = 100_000_000n;

/**
 * Transfers over the API beside pgbench, which runs the very statements of such a transfer on the same wallets through
 * the same pooler. As many senders as connections, so that both meet as many locks. Null where there is no pgbench.
 */
export async function measureTransfers(
  origin: string,
  recorder: Recorder,
  rules: Rules,
): Promise<Result | null> {
  const pgbench = findPgbench();
  if (!pgbench) return null;
  const senders: Sender[] = [];
  const scripts: string[] = [];
  for (let made = 0; made < rules.connections; made++) {
    const sender = await newSender();
    senders.push(sender);
    scripts.push(await recordTransfer(recorder, sender));
  }
  const app = () => load(transfersOver(origin, senders), rules);
  await load(transfersOver(origin, senders), { ...rules, seconds: rules.warmSeconds });
  const floor = () => runPgbench(pgbench, scripts, rules);
  const { ours, theirs } = await takeTurns(rules.rounds, app, floor);
  return summary('transfer', ours, theirs);
}

export async function newSender(): Promise<Sender> {
  const recipient = await newUser();
  const { token = '' } = await apiFor(await newUserWith(CENTS));
  return { token, recipient: recipient.email };
}

export async function recordTransfer(recorder: Recorder, { token, recipient }: Sender): Promise<string> {
  const client = new ApiClient(token, recorder.origin);
  const send = (key: string) =>
    client.post('/wallet/transfers', order(recipient), { 'Idempotency-Key': key });
  // The first transfer of two people opens a wallet.
  await send(crypto.randomUUID());
  const key = crypto.randomUUID();
  const { given, statements } = await recorder.listenTo(() => send(key));
  if (given.status !== 201) throw new Error(`a transfer answered ${given.status}: ${given.text}`);
  return pgbenchScript(statements, { key, transactionId: given.json.transactionId });
}

export function transfersOver(origin: string, senders: Sender[]): Next {
  let turn = 0;
  return () => {
    const { token, recipient } = senders[turn++ % senders.length] ?? { token: '', recipient: '' };
    const headers = {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': crypto.randomUUID(),
    };
    const body = JSON.stringify(order(recipient));
    return new Request(`${origin}/api/v1/wallet/transfers`, { method: 'POST', headers, body });
  };
}

const order = (recipient: string) => ({ recipient, amount: '1', currency: 'EUR', note: 'bench' });
