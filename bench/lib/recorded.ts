import { HttpBrowser } from '../../e2e/http/http-browser';
import { startAnotherServer } from '../../e2e/support/another-server';
import { countingProxy, type Executed } from '../../src/lib/testing/counting-proxy';

/** What one answer of the app is made of. */
export interface Recording {
  status: number;
  headers: Record<string, string>;
  body: string;
  statements: Executed[];
}

export interface Recorder {
  /** The address of a server like the measured one, before whose database somebody writes along. */
  origin: string;
  /** Runs it and answers with what it gave and with the statements it cost. */
  listenTo<T>(work: () => Promise<T>): Promise<{ given: T; statements: Executed[] }>;
  stop(): Promise<void>;
}

/** What the server asks by itself every few seconds, whoever is there. */
const LOOPS = /"(webhook_events|test_webhooks|mail_outbox)"/;

export async function startRecorder(): Promise<Recorder> {
  const heard: Executed[] = [];
  const database = await countingProxy(process.env.DATABASE_URL ?? '', (executed) => heard.push(executed));
  const server = await startAnotherServer('bench-recorded', { DATABASE_URL: database.url });
  return {
    origin: server.origin,
    async listenTo(work) {
      heard.length = 0;
      const given = await work();
      return { given, statements: heard.filter(({ text }) => !LOOPS.test(text)) };
    },
    async stop() {
      await server.stop();
      await database.close();
    },
  };
}

/** The page as `browser` gets it, when its first visit has written down what it had to. */
export async function recordPage(recorder: Recorder, browser: HttpBrowser, path: string): Promise<Recording> {
  const visitor = new HttpBrowser(recorder.origin);
  const headers = { Cookie: browser.jar.header, 'Accept-Encoding': 'identity' };
  await visitor.open(path, headers);
  const { given, statements } = await recorder.listenTo(() => visitor.open(path, headers));
  return { status: given.status, headers: Object.fromEntries(given.headers), body: given.body, statements };
}
