import { isPublicPage, PUBLIC_PAGES } from '../src/lib/pages/public-pages';
import { HttpBrowser } from './http/http-browser';
import { ownPages } from './http/routes';
import { signInByHttp } from './steps/sign-in';
import { newUser } from './support/people';
import { expect, test } from './support/test';

const ORIGIN = process.env.ORIGIN ?? '';
const ENGLISH = { 'Accept-Language': 'en' };

/** The opening tags of this name in a page, each by its attributes. */
function tagsIn(body: string, name: 'link' | 'meta'): Record<string, string>[] {
  const tags = [...body.matchAll(new RegExp(`<${name}\\b([^>]*)>`, 'g'))].map((tag) => tag[1] ?? '');
  return tags.map((text) =>
    Object.fromEntries([...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map((pair) => [pair[1], pair[2]])),
  );
}

function metaIn(body: string, name: string): string | undefined {
  return tagsIn(body, 'meta').find((meta) => meta.name === name || meta.property === name)?.content;
}

test('every public page says what it is, where it is, and in which languages', async () => {
  for (const page of PUBLIC_PAGES) {
    const { body } = await new HttpBrowser().open(page, ENGLISH);
    const links = tagsIn(body, 'link');
    const alternates = links
      .filter(({ rel }) => rel === 'alternate')
      .map(({ hreflang, href }) => [hreflang, href]);
    expect(links.find(({ rel }) => rel === 'canonical')?.href, page).toBe(ORIGIN + page);
    expect(alternates, page).toEqual([
      ['en', `${ORIGIN}${page}?lang=en`],
      ['es', `${ORIGIN}${page}?lang=es`],
      ['x-default', ORIGIN + page],
    ]);
    expect(metaIn(body, 'description'), page).toMatch(/^.{40,}$/);
    expect(metaIn(body, 'og:locale'), page).toBe('en_GB');
    expect(metaIn(body, 'robots'), page).toBeUndefined();
  }
});

test('an address that names a language is read in it by whoever has chosen none, and so is what follows', async () => {
  const stranger = new HttpBrowser();
  const { body, headers } = await stranger.open('/pricing?lang=es&interval=year', ENGLISH);
  expect(body).toContain('<html lang="es"');
  expect(tagsIn(body, 'link').find(({ rel }) => rel === 'canonical')?.href).toBe(`${ORIGIN}/pricing?lang=es`);
  expect(headers.get('Cache-Control')).toBe('private, no-store');
  expect((await stranger.open('/signup', ENGLISH)).body).toContain('<html lang="es"');
});

test('whoever has chosen a language keeps it at such an address', async () => {
  const reader = new HttpBrowser();
  reader.jar.set('locale', 'en');
  const { body, headers } = await reader.open('/pricing?lang=es');
  expect(body).toContain('<html lang="en"');
  expect(headers.getSetCookie()).toEqual([]);
});

test('nothing but a public page can be asked to keep a language', async () => {
  for (const path of [
    '/goodbye?lang=es',
    '/health/live?lang=es',
    '/pricing?lang=fr',
    '/no-such-page?lang=es',
  ]) {
    const { headers } = await new HttpBrowser().open(path, ENGLISH);
    expect(headers.getSetCookie(), path).toEqual([]);
  }
});

test('a page that is not to be found says so', async () => {
  const ada = await signInByHttp(await newUser());
  for (const path of [...ownPages(), '/goodbye', '/logout', '/no-such-page']) {
    const { body } = await ada.open(path);
    expect(metaIn(body, 'robots'), path).toBe('noindex');
    expect(body, path).not.toContain('rel="canonical"');
  }
});

test('robots.txt, sitemap, manifest and icons come as what they are, and may be kept for an hour', async () => {
  const { body } = await new HttpBrowser().open('/');
  const card = new URL(metaIn(body, 'og:image') ?? '').pathname;
  const files = {
    '/robots.txt': /^text\/plain/,
    '/sitemap.xml': /^application\/xml/,
    '/site.webmanifest': /^application\/manifest\+json/,
    '/favicon.svg': /^image\/svg\+xml/,
    '/apple-touch-icon.png': /^image\/png$/,
    [card]: /^image\/png$/,
  };
  for (const [path, type] of Object.entries(files)) {
    const answer = await fetch(ORIGIN + path);
    expect(answer.status, path).toBe(200);
    expect(answer.headers.get('Content-Type'), path).toMatch(type);
    expect(answer.headers.get('Cache-Control'), path).toMatch(/max-age=3600/);
    expect((await fetch(ORIGIN + path, { method: 'HEAD' })).status, path).toBe(200);
  }
});

test('the card of a shared link is as large as its page says', async () => {
  const { body } = await new HttpBrowser().open('/');
  const card = await fetch(metaIn(body, 'og:image') ?? '');
  // A PNG tells its measures behind the first sixteen bytes.
  const measures = new DataView(await card.arrayBuffer(), 16);
  expect(`${measures.getUint32(0)}`).toBe(metaIn(body, 'og:image:width'));
  expect(`${measures.getUint32(4)}`).toBe(metaIn(body, 'og:image:height'));
});

test('the sitemap names the pages at this address, and each is there', async () => {
  const xml = await (await fetch(`${ORIGIN}/sitemap.xml`)).text();
  const places = [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map((place) => new URL(place[1] ?? ''));
  expect(places.every(({ origin, pathname }) => origin === ORIGIN && isPublicPage(pathname))).toBe(true);
  for (const { pathname, search } of places)
    expect((await new HttpBrowser().open(pathname + search)).status, pathname).toBe(200);
});
