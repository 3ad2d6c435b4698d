/** What is known of a failed attempt: codes for the log, the server's own words for the row alone, for they may name people. */
export interface Failure {
  /** No later attempt would go better. */
  isPermanent: boolean;
  code?: string;
  /** The SMTP command that was refused, or what was done at the time. */
  command?: string;
  responseCode?: number;
  words: string;
}

const LONGEST_WORDS = 500;

/**
 * Reads an error of nodemailer. Permanent is what the server says of this mail: a 5xx to its recipient or its content, or an
 * address that is none. A 5xx to our sign-in or our sender is about us: it is put right, and the mail then goes.
 */
export function readFailure(error: unknown): Failure {
  const { code, command, responseCode, message } = fieldsOf(error);
  const isAboutThisMail = code === 'EMESSAGE' || (code === 'EENVELOPE' && command !== 'MAIL FROM');
  return {
    isPermanent: isAboutThisMail && (responseCode === undefined || responseCode >= 500),
    code,
    command,
    responseCode,
    words: message.slice(0, LONGEST_WORDS),
  };
}

function fieldsOf(error: unknown) {
  const fields = error instanceof Error ? { ...error, message: error.message } : { message: String(error) };
  const { code, command, responseCode, message } = fields as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : undefined,
    command: typeof command === 'string' ? command : undefined,
    responseCode: typeof responseCode === 'number' ? responseCode : undefined,
    message: String(message),
  };
}
