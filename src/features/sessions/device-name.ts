import type { Locale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Device } from './device';

/** "Firefox on Linux", or as much of it as is known, in the language of the request or in another. */
export function deviceName({ browser, system }: Device, options: { locale?: Locale } = {}): string {
  if (browser && system) return m.sessions_device({ browser, system }, options);
  return browser ?? system ?? m.sessions_device_unknown({}, options);
}
