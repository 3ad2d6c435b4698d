import { type ParseArgsConfig, parseArgs } from 'node:util';
import { AppError } from '~/lib/errors';
import { requireMessages } from './messages';

/** How a script ends: 0 done · 1 refused or failed, and the sentence on stderr says why · 2 wrong arguments. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** An argument that is none of those `--help` tells of. Ends the script with code 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>
>;

interface Command<O extends Options> {
  /** The whole text of `--help`. */
  help: string;
  options: O;
  /** How many words may follow the options. */
  positionals?: number;
}

/**
 * Runs a script: reads its arguments, answers `--help`, and turns what `verb` throws into a sentence and an exit code.
 * `verb` loads the environment and the services itself (`await import('~/lib/env.server')`), so that `--help` works without one
 * and without the compiled messages, which are there when it runs.
 */
export async function main<const O extends Options>(
  command: Command<O>,
  verb: (args: Parsed<O>) => Promise<number | undefined>,
): Promise<void> {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    console.log(command.help.trim());
    return;
  }
  const args = readArguments(command);
  if (!args) return;
  try {
    await requireMessages();
    process.exitCode = (await verb(args)) ?? EXIT.done;
  } catch (error) {
    const isSentence = error instanceof AppError || error instanceof UsageError;
    console.error(isSentence ? error.message : error);
    process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
  }
}

function readArguments<const O extends Options>({
  options,
  positionals = 0,
}: Command<O>): Parsed<O> | undefined {
  try {
    const args = parseArgs({ options, allowPositionals: true, strict: true });
    if (args.positionals.length <= positionals) return args;
    console.error('There are more words than this script takes. --help shows what there is.');
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n--help shows what there is.`);
  }
  process.exitCode = EXIT.usage;
  return undefined;
}

/** Reads a whole number from an argument. Anything else ends the script with code 2. */
export function wholeNumber(text: string, option: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new UsageError(`${option} wants a whole number.`);
}

/** Reads a number of seconds from an argument. Anything else ends the script with code 2. */
export function seconds(text: string, option: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new UsageError(`${option} wants a whole number of seconds.`);
}
