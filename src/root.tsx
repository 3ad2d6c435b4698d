import { component$ } from '@builder.io/qwik';
import { QwikCityProvider, RouterOutlet } from '@builder.io/qwik-city';
import { PageHeadTags } from './components/page-head-tags';
import { currentTheme } from './lib/theme';
import './global.css';
import './lib/i18n/locale';

/** The canvas of either theme, for the browser's own frame. */
const FRAME = { light: '#fbfaf7', dark: '#0d1116' };

export default component$(() => {
  const theme = currentTheme();
  return (
    <QwikCityProvider>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <link rel="manifest" href="/site.webmanifest" />
        {theme !== 'dark' && <meta name="theme-color" content={FRAME.light} media={only(theme, 'light')} />}
        {theme !== 'light' && <meta name="theme-color" content={FRAME.dark} media={only(theme, 'dark')} />}
        <PageHeadTags />
      </head>
      <body>
        <RouterOutlet />
      </body>
    </QwikCityProvider>
  );
});

/** A chosen theme holds whatever the system says. */
function only(chosen: ReturnType<typeof currentTheme>, scheme: 'light' | 'dark'): string | undefined {
  return chosen ? undefined : `(prefers-color-scheme: ${scheme})`;
}
