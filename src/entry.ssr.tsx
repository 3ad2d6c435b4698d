import { type RenderToStreamOptions, renderToStream } from '@builder.io/qwik/server';
import { manifest } from '@qwik-client-manifest';
import { currentTheme } from './lib/theme';
import Root from './root';

export default function (options: RenderToStreamOptions) {
  const theme = currentTheme();
  return renderToStream(<Root />, {
    manifest,
    ...options,
    containerAttributes: {
      lang: options.serverData?.locale ?? 'en',
      ...(theme && { 'data-theme': theme }),
      ...options.containerAttributes,
    },
  });
}
