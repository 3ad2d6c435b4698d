import { HttpBrowser } from '../../e2e/http/http-browser';
import { startAnotherServer } from '../../e2e/support/another-server';
import { countingProxy, type Executed } from '../../src/lib/testing/counting-proxy';

/** What one answer of the app is made of. */
export interface Recording {
  status: number;
  headers: [name: string, value: string][];
  body: string;
  statements: Executed[];
  /** With what the auth server was asked, in the order of both. */
  steps: Step[];
}

/** A question to the auth server, below its address. */
export interface Asked {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

export type Step = { statement: Executed } | { asked: Asked };

export interface Recorder {
  /** The address of a server like the measured one, before whose database somebody writes along. */
  origin: string;
  /** Runs it and answers with what it gave and with what it cost: statements, and questions to the auth server among them. */
  listenTo<T>(work: () => Promise<T>): Promise<{ given: T; statements: Executed[]; steps: Step[] }>;
  stop(): Promise<void>;
}

/** What the server asks by itself every few seconds, whoever is there. */
const LOOPS = /"(webhook_events|test_webhooks|mail_outbox)"/;

export async function startRecorder(): Promise<Recorder> {
  const heard: Step[] = [];
  const database = await countingProxy(process.env.DATABASE_URL ?? '', (statement) =>
    heard.push({ statement }),
  );
  const auth = startAuthRecorder((asked) => heard.push({ asked }));
  const server = await startAnotherServer('bench-recorded', {
    DATABASE_URL: database.url,
    PUBLIC_SUPABASE_URL: auth.url.origin,
  });
  return {
    origin: server.origin,
    async listenTo(work) {
      heard.length = 0;
      const given = await work();
      const steps = heard.filter((step) => 'asked' in step || !LOOPS.test(step.statement.text));
      const statements = steps.flatMap((step) => ('statement' in step ? [step.statement] : []));
      return { given, statements, steps };
    },
    async stop() {
      await server.stop();
      await Promise.all([database.close(), auth.stop(true)]);
    },
  };
}

/** Stands before Supabase and writes down what passes. */
function startAuthRecorder(hear: (asked: Asked) => void) {
  const upstream = process.env.PUBLIC_SUPABASE_URL;
  return Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const { host: _host, 'content-length': _length, ...headers } = Object.fromEntries(request.headers);
      const { method } = request;
      const asked = { method, path: pathname + search, headers, body: await request.text() };
      hear(asked);
      return fetch(upstream + asked.path, { method, headers, body: asked.body || undefined });
    },
  });
}

/** The page as `browser` gets it, when its first visit has written down what it had to. */
export async function recordPage(recorder: Recorder, browser: HttpBrowser, path: string): Promise<Recording> {
  const visitor = new HttpBrowser(recorder.origin);
  const headers = { Cookie: browser.jar.header, 'Accept-Encoding': 'identity' };
  await visitor.open(path, headers);
  const { given, statements, steps } = await recorder.listenTo(() => visitor.open(path, headers));
  return { status: given.status, headers: [...given.headers], body: given.body, statements, steps };
}
