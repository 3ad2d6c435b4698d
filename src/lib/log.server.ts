import pino from 'pino';

/** Never written, wherever they stand in the fields: the log outlives the session it describes. */
const SECRETS = ['password', 'token', 'access_token', 'refresh_token', 'authorization', 'cookie', 'apikey'];

const logger = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: { app: 'alcazar' },
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  redact: { paths: SECRETS.flatMap((key) => [key, `*.${key}`]), censor: '[redacted]' },
});

type Fields = Record<string, unknown>;

/** One JSON line an event. The event is a constant name; whatever a request brought goes into `fields`, where JSON escapes it. */
export const log = {
  info: (event: string, fields: Fields = {}) => logger.info({ event, ...fields }),
  warn: (event: string, fields: Fields = {}) => logger.warn({ event, ...fields }),
  error: (event: string, fields: Fields = {}) => logger.error({ event, ...fields }),
};
