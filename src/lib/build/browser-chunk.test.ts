import { expect, test } from 'vitest';
import { browserChunk } from './browser-chunk';

test.each([
  ['/app/src/components/button.tsx', 'components'],
  ['/app/src/components/nav-link.tsx_NavLink_component_a_onClick_90osm00lL5U.js', 'components'],
  ['/app/src/lib/i18n/paraglide/messages/auth_sign_in.js', 'messages-auth'],
  ['/app/src/lib/i18n/paraglide/messages/common_app_name.js', 'messages-common'],
  ['/app/src/lib/i18n/paraglide/runtime.js', 'messages-common'],
  ['/app/src/lib/i18n/locale.ts', 'messages-common'],
  ['/app/src/features/billing/invoice-table.tsx', undefined],
  ['/app/src/routes/layout.tsx', undefined],
  ['/app/node_modules/@builder.io/qwik/dist/core.min.mjs', undefined],
])('%s goes to %s', (id, chunk) => {
  expect(browserChunk(id)).toBe(chunk);
});
