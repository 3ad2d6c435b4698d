import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { contentTypeOf } from './content-type';
import { acceptedEncoding, type Encoding, isCompressible } from './encoding';

interface Asset {
  hash: string;
  headers: Record<string, string>;
  bytes: Record<Encoding | 'identity', Uint8Array<ArrayBuffer> | undefined>;
}

export type Assets = ReadonlyMap<string, Asset>;

/** The ending that the build gives a file's compressed twin (src/lib/build/precompress.ts). */
export const TWIN = { br: '.br', gzip: '.gz' } as const;

/** Written by the build for the server or for debugging. No page asks for them, and they tell how the app is made. */
const KEPT_BACK = /(^|\/)(q-manifest\.json|[^/]*-bundle-graph\.json|\.[^/]*|[^/]*\.(map|html|br|gz))$/;

/** Qwik and Vite put the hash of the content into the name: such a file never changes. */
const HASHED = /^\/(build\/q-[\w-]{8}\.js|assets\/[\w-]{8}-[^/]+)$/;

/**
 * Reads the built browser files, with their compressed twins, into memory once: only what was there at the start is ever
 * served, so that no path leads anywhere else and a deploy under a running server changes nothing.
 */
export function loadAssets(folder: string): Assets {
  const files = globSync('**', { cwd: folder }).map((file) => file.replaceAll('\\', '/'));
  const served = files.filter((file) => !KEPT_BACK.test(file) && statSync(join(folder, file)).isFile());
  return new Map(served.map((file) => [`/${encodeURI(file)}`, readAsset(folder, file)]));
}

function readAsset(folder: string, file: string): Asset {
  const read = (ending: string) => {
    const path = join(folder, file + ending);
    return existsSync(path) ? new Uint8Array(readFileSync(path)) : undefined;
  };
  const identity = read('') ?? new Uint8Array();
  const type = contentTypeOf(file);
  return {
    hash: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
    headers: {
      'Content-Type': type,
      'Cache-Control': HASHED.test(`/${file}`)
        ? 'public, max-age=31536000, immutable'
        : 'public, max-age=3600',
      ...(isCompressible(type) ? { Vary: 'Accept-Encoding' } : {}),
    },
    bytes: { identity, br: read(TWIN.br), gzip: read(TWIN.gzip) },
  };
}

/** Answers GET and HEAD for a static file; 304 when the client has it already, 405 for other methods, nothing when there is no such file. */
export function answerAsset(assets: Assets, request: Request, path: string): Response | undefined {
  const asset = assets.get(path);
  if (!asset) return undefined;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } });
  }
  const wanted = acceptedEncoding(request.headers.get('Accept-Encoding'));
  const encoding = wanted && asset.bytes[wanted] ? wanted : 'identity';
  const bytes = asset.bytes[encoding] ?? new Uint8Array();
  // One tag for each encoding: they are different bytes, and a cache may keep both.
  const etag = `"${asset.hash}-${encoding}"`;
  const headers = new Headers({ ...asset.headers, ETag: etag });
  if (isKnown(request.headers.get('If-None-Match'), etag))
    return new Response(null, { status: 304, headers });
  if (encoding !== 'identity') headers.set('Content-Encoding', encoding);
  headers.set('Content-Length', String(bytes.byteLength));
  return new Response(request.method === 'HEAD' ? null : bytes, { headers });
}

/** A cache on the way may have made the tag a weak one. */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
