import { writeSync } from 'node:fs';
import pino from 'pino';
import { loggable } from './log.fields';

const STDOUT = 1;

/**
 * Standard output, a line at a time. A log that cannot be written (its disk is full, nobody reads it any more) loses its lines
 * until it can: a stream would end the process by its error, or never write again.
 */
const output = {
  write(line: string) {
    try {
      // A pipe may take a part of it.
      for (let rest = Buffer.from(line); rest.length > 0; ) rest = rest.subarray(writeSync(STDOUT, rest));
    } catch {
      // There is nowhere left to say so.
    }
  },
};

const logger = pino(
  {
    level: process.env.LOG_LEVEL || 'info',
    base: { app: 'alcazar' },
    timestamp: pino.stdTimeFunctions.isoTime,
    // `loggable` makes plain data of errors. Pino would take it for an error of its own, and repeat the message.
    serializers: { err: (error: unknown) => error },
    errorKey: 'none',
    formatters: { level: (label) => ({ level: label }) },
  },
  output,
);

type Fields = Record<string, unknown>;
type Level = 'info' | 'warn' | 'error';

/**
 * One JSON line an event, on stdout. The event is a constant name; whatever a request brought goes into `fields`, where it
 * can neither forge a line nor carry a secret out. An error goes in as `err`. Silence: LOG_LEVEL=silent.
 */
export const log = {
  info: (event: string, fields?: Fields) => write('info', event, fields),
  warn: (event: string, fields?: Fields) => write('warn', event, fields),
  error: (event: string, fields?: Fields) => write('error', event, fields),
};

/** What is quieter than this is not written. The server sets it from the checked environment, which also reads `.env`. */
export function setLogLevel(level: string): void {
  logger.level = level;
}

function write(level: Level, event: string, fields: Fields = {}): void {
  if (!logger.isLevelEnabled(level)) return;
  // What pino and we write ourselves can not be written over from within a field.
  const {
    level: _level,
    time: _time,
    app: _app,
    msg: _msg,
    event: _event,
    ...rest
  } = loggable(fields) as Fields;
  logger[level]({ event, ...rest });
}
