import { type RenderToStreamOptions, renderToStream, resolveManifest } from '@builder.io/qwik/server';
import { currentTheme } from './lib/theme';
import { currentTimeZone } from './lib/time-zone';
import Root from './root';

/** Resolved once, not for each page. Without `core` no page loads Qwik itself ahead of time; a development server has no manifest. */
const manifest = resolveManifest({ core: undefined });

/**
 * Before the first interaction a page runs Qwik's loader and nothing else. It stands in the page, so that a click right
 * after the first paint is not lost, and holds under the policy by its nonce. docs/decisions/021.
 */
export default function (options: RenderToStreamOptions) {
  const theme = currentTheme();
  return renderToStream(<Root />, {
    ...options,
    ...(manifest && { manifest }),
    qwikLoader: 'inline',
    preloader: false,
    containerAttributes: {
      lang: options.serverData?.locale ?? 'en',
      ...(theme && { 'data-theme': theme }),
      'data-time-zone': currentTimeZone(),
      ...options.containerAttributes,
    },
  });
}
