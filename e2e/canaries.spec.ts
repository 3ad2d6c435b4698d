import { readFileSync } from 'node:fs';
import { owner } from '../src/lib/testing/owner';
import { tablesWith } from '../src/lib/testing/tables-with';
import { untried } from './attacks/coverage';
import { troubleInMail } from './attacks/judge';
import { ProbedCanaries } from './attacks/probed-canaries';
import { Probe } from './attacks/probing';
import { formsOnDisk } from './http/actions';
import { EVERY_FORM } from './steps/every-form';
import { closeLedger } from './steps/wallet';
import { type AnotherServer, startAnotherServer } from './support/another-server';
import type { Canaries } from './support/canaries';
import { everyMail, mailsWith } from './support/mailbox';
import { expect, test } from './support/test';

// Whatever is typed into whichever form: a secret is written down nowhere, what people say stands where it was meant for, and
// what somebody has put into it who means no good comes to nothing.

/** A slice of what `bun run attack` tries. */
const RUNS = 10;

/** What the auth server itself keeps in plain text. Ours keeps hashes. */
const TOKENS_STAND_IN = ['auth.refresh_tokens'];
/** Who somebody is, where the app and the auth server keep that, and the note of a transfer. Never the trail, and no counter. */
const WORDS_STAND_IN = [
  'auth.audit_log_entries',
  'auth.identities',
  'auth.users',
  'public.email_changes',
  'public.invoices',
  'public.ledger_transactions',
  'public.profiles',
];

// One server for both.
test.describe.configure({ mode: 'default' });

let server: AnotherServer;
test.beforeAll(async () => {
  server = await startAnotherServer('canaries', { LOG_LEVEL: 'trace' });
});
test.afterAll(() => Promise.all([server.stop(), closeLedger()]));

const logged = (...texts: string[]) => {
  const log = readFileSync(server.logFile, 'utf8');
  return texts.filter((text) => log.includes(text));
};

test('every form has its canaries', () => {
  expect(Object.keys(EVERY_FORM).sort()).toEqual(formsOnDisk());
});

test('no secret that is typed, held or mailed is written down, and no log knows who said what', async () => {
  test.slow(); // all there is to fill in, and each of it time and again
  const probe = new Probe({ runs: RUNS, isAtOnce: false });
  const canaries = new ProbedCanaries(server.origin, probe);
  const fills = Object.entries(EVERY_FORM).map(([form, fill]) =>
    fill(canaries).catch((error) => `${form}: ${error.message}`),
  );
  const problems = await Promise.all([...fills, holdSecrets(canaries)]);
  expect(problems.filter(Boolean)).toEqual([]);

  expect(await tablesWith(canaries.secret)).toEqual([]);
  expect(await tablesWith(...canaries.others)).toEqual(TOKENS_STAND_IN);
  expect(await tablesWith(canaries.said)).toEqual(WORDS_STAND_IN);
  expect(await mailsWith(canaries.secret)).toBe(0);
  expect(logged(canaries.secret, canaries.said, ...canaries.others)).toEqual([]);

  // Here is one that the log writes down: or this test would see nothing, whatever stood there.
  await canaries.visitor().open(`/no-such-page/${canaries.secret}`);
  expect(logged(canaries.secret)).toEqual([canaries.secret]);

  await expectNobodyPromoted(canaries);
  expect(untried(probe.taken), 'forms that were never taken').toEqual([]);
  await probe.shootAll();
  expect(probe.troubles).toEqual([]);
  expect(brokenLogLines()).toEqual([]);
  expect((await everyMail()).flatMap((mail) => troubleInMail(mail) ?? [])).toEqual([]);
});

/** Every form was sent with more in it than it asks for: a role, somebody else's number, a balance. */
async function expectNobodyPromoted({ said }: Canaries): Promise<void> {
  const admins = await owner`select email from profiles where email like ${`${said}-%`} and role = 'admin'`;
  expect(admins.map(({ email }) => email)).toEqual([`${said}-admin@example.test`]);
}

/** Lines that are no event of their own, or that would move a cursor: somebody's words have broken out of their field. */
function brokenLogLines(): string[] {
  const lines = readFileSync(server.logFile, 'utf8').trimEnd().split('\n');
  return lines.filter((line) => !/^\{.*\}$/.test(line) || /\p{Cc}/u.test(line));
}

/** In addresses, cookies and headers, as those come who have found something. */
async function holdSecrets({ visitor, secretOf }: Canaries): Promise<void> {
  const names = ['alcazar-auth', 'alcazar-device', 'alcazar-recovery', 'alcazar-asked'];
  const Cookie = names.map((name) => `${name}=${secretOf(name)}`).join('; ');
  const Authorization = `Bearer ${secretOf('bearer')}`;
  for (const path of ['/dashboard', '/reset-password', '/login', `/auth/callback?code=${secretOf('code')}`]) {
    await visitor().open(path, {
      Cookie,
      Authorization,
      Referer: `${server.origin}/?token=${secretOf('referer')}`,
    });
  }
}
