/** What stands before the database, whichever it is. */
export interface Pooler {
  port: number;
  /** Resolves with the exit code when it has ended; never for the front, which is a part of this process. */
  exited: Promise<number>;
  stop(): Promise<void>;
}
