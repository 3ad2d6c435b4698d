import { escapeHtml } from '~/lib/escape-html';

export interface GitHub {
  url: string;
  clientId: string;
  secret: string;
  stop(): Promise<void>;
}

/** Who consents there. */
export interface GitHubPerson {
  email: string;
  name: string;
  isVerified: boolean;
  /** It fails while it is asked who this is. */
  isAway?: boolean;
}

const KEYS = { clientId: 'alcazar-at-github', secret: 'known to two servers' };

/**
 * A server that speaks as GitHub does to whoever signs people in through it: consent, code, token, user, addresses. Its page
 * asks who one wants to be and knows nobody; the code says who it was, so it keeps nothing.
 */
export function startGitHub(): GitHub {
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    routes: {
      '/login/oauth/authorize': { GET: askForConsent, POST: consent },
      '/login/oauth/access_token': { POST: giveToken },
      '/api/v3/user': (request) =>
        about(request, ({ email, name }) => ({ id: idOf(email), login: email, name })),
      '/api/v3/user/emails': (request) =>
        about(request, ({ email, isVerified }) => [{ email, verified: isVerified, primary: true }]),
    },
  });
  return { url: `http://127.0.0.1:${server.port}`, ...KEYS, stop: () => server.stop(true) };
}

/** Consents, or does not, without a browser: from where the auth server sends somebody to where they come back to us. */
export async function consentAtGitHub(start: string, person: GitHubPerson | null): Promise<URL> {
  const page = new URL(await locationOf(await fetch(start, { redirect: 'manual' })));
  const form = new URLSearchParams(page.search);
  if (person) form.set('person', JSON.stringify(person));
  const asked = { method: 'POST', body: form, redirect: 'manual' } as const;
  const back = await locationOf(await fetch(page.origin + page.pathname, asked));
  return new URL(await locationOf(await fetch(back, { redirect: 'manual' })));
}

async function locationOf(response: Response): Promise<string> {
  const location = response.headers.get('location');
  if (!location) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return location;
}

function askForConsent(request: Request): Response {
  const fields = [...new URL(request.url).searchParams].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const page = `<!doctype html><html lang="en"><title>Not GitHub</title><form method="post">${fields.join('')}
    <label>Who are you? <input name="person"></label><button>Authorize</button></form>
    <form method="post">${fields.join('')}<button>Cancel</button></form></html>`;
  return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}

async function consent(request: Request): Promise<Response> {
  const form = await request.formData();
  const back = new URL(String(form.get('redirect_uri')));
  back.searchParams.set('state', String(form.get('state')));
  const person = form.get('person');
  if (person) back.searchParams.set('code', Buffer.from(String(person)).toString('base64url'));
  else back.searchParams.set('error', 'access_denied');
  return Response.redirect(back.href, 302);
}

async function giveToken(request: Request): Promise<Response> {
  const form = await request.formData();
  const isKnown = form.get('client_id') === KEYS.clientId && form.get('client_secret') === KEYS.secret;
  if (!isKnown) return Response.json({ error: 'incorrect_client_credentials' });
  return Response.json({ access_token: form.get('code'), token_type: 'bearer' });
}

function about(request: Request, say: (person: GitHubPerson) => unknown): Response {
  const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
  const person: GitHubPerson = JSON.parse(Buffer.from(token, 'base64url').toString());
  return person.isAway ? new Response('Unicorn!', { status: 503 }) : Response.json(say(person));
}

/** The same number for the same address. */
function idOf(email: string): number {
  return Bun.hash.crc32(email);
}
