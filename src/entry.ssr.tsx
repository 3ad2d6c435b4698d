import { type RenderToStreamOptions, renderToStream } from '@builder.io/qwik/server';
import { manifest } from '@qwik-client-manifest';
import Root from './root';

export default function (options: RenderToStreamOptions) {
  return renderToStream(<Root />, {
    manifest,
    ...options,
    containerAttributes: { lang: options.serverData?.locale ?? 'en', ...options.containerAttributes },
  });
}
