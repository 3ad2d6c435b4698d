import { component$ } from '@builder.io/qwik';
import { QwikCityProvider, RouterOutlet } from '@builder.io/qwik-city';
import { PageMeta } from './components/page-meta';
import './global.css';
import './lib/i18n/locale';

export default component$(() => (
  <QwikCityProvider>
    <head>
      <meta charset="utf-8" />
      <PageMeta />
    </head>
    <body>
      <RouterOutlet />
    </body>
  </QwikCityProvider>
));
