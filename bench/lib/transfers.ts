import { ApiClient, apiFor } from '../../e2e/steps/api';
import { newUserWith } from '../../e2e/steps/wallet';
import { newUser } from '../../e2e/support/people';
import { type Result, type Rules, summary, takeTurns } from './contest';
import { startFloor } from './floor';
import { load, type Next } from './load';
import { findPgbench, pgbenchScript, type RecordedTransfer, runPgbench } from './pgbench';
import type { Recorder } from './recorded';

/** Somebody who sends money to somebody else all day. */
interface Sender {
  token: string;
  recipient: string;
}

const CENTS = 100_000_000n;

/**
 * Transfers over the API beside pgbench, which runs the very statements of such a transfer on the same wallets through
 * the same pooler, and beside a bare server that asks them with the same driver. As many senders as connections, so that all three
 * meet as many locks. Nothing where there is no pgbench.
 */
export async function measureTransfers(origin: string, recorder: Recorder, rules: Rules): Promise<Result[]> {
  const pgbench = findPgbench();
  if (!pgbench) return [];
  const senders = await Promise.all(Array.from({ length: rules.connections }, newSender));
  const recorded: Record<string, RecordedTransfer> = {};
  for (const sender of senders) recorded[sender.token] = await recordTransfer(recorder, sender);
  const scripts = Object.values(recorded).map(pgbenchScript);
  const bare = await startFloor('bench/transfer-floor.ts', recorded);
  const ask = (origin: string, seconds: number) =>
    load(transfersOver(origin, senders), { ...rules, seconds });
  try {
    for (const each of [origin, bare.origin]) await ask(each, rules.warmSeconds);
    const [ours = [], bares = [], floor = []] = await takeTurns(rules.rounds, [
      () => ask(origin, rules.seconds),
      () => ask(bare.origin, rules.seconds),
      () => runPgbench(pgbench, scripts, rules),
    ]);
    return [
      summary('transfer', ours, floor),
      summary('transfer over bare server', ours, bares),
      summary('bare server over pgbench', bares, floor),
    ];
  } finally {
    await bare.stop();
  }
}

export async function newSender(): Promise<Sender> {
  const recipient = await newUser();
  const { token = '' } = await apiFor(await newUserWith(CENTS));
  return { token, recipient: recipient.email };
}

export async function recordTransfer(
  recorder: Recorder,
  { token, recipient }: Sender,
): Promise<RecordedTransfer> {
  const client = new ApiClient(token, recorder.origin);
  const send = (key: string) =>
    client.post('/wallet/transfers', order(recipient), { 'Idempotency-Key': key });
  // The first transfer of two people opens a wallet.
  await send(crypto.randomUUID());
  const key = crypto.randomUUID();
  const { given, statements } = await recorder.listenTo(() => send(key));
  if (given.status !== 201) throw new Error(`a transfer answered ${given.status}: ${given.text}`);
  return { statements, key, transactionId: given.json.transactionId };
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
