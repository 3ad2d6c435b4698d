import * as m from '~/lib/i18n/paraglide/messages';
import type { Device } from './device';

/** "Firefox on Linux", or as much of it as is known. */
export function deviceName({ browser, system }: Device): string {
  if (browser && system) return m.sessions_device({ browser, system });
  return browser ?? system ?? m.sessions_device_unknown();
}
