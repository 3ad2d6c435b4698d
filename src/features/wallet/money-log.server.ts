import { AppError } from '~/lib/errors';
import { log } from '~/lib/log.server';
import type { Visit } from '~/lib/request/visit';

/** The command's own words, and where it came from. */
type Fields = Record<string, string | bigint | null> & Partial<Pick<Visit, 'address' | 'requestId'>>;

/** One line for each command that moves money, once it is sure what came of it. Neither e-mails nor notes are in it. */
export async function logged<T extends { transactionId: string }>(
  command: string,
  { address, ...fields }: Fields,
  work: Promise<T>,
): Promise<T> {
  const line = { ...fields, clientAddress: address };
  try {
    const done = await work;
    log.info(command, { ...line, outcome: 'succeeded', transactionId: done.transactionId });
    return done;
  } catch (error) {
    if (error instanceof AppError) log.warn(command, { ...line, outcome: 'refused', reason: error.code });
    throw error;
  }
}
