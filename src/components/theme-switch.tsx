import type { PropsOf } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';
import { currentTheme } from '~/lib/theme';
import { PreferenceSwitch } from './preference-switch';

export const ThemeSwitch = ({ class: extra }: Pick<PropsOf<'form'>, 'class'>) => (
  <PreferenceSwitch
    name="theme"
    label={m.common_theme()}
    options={[
      { value: 'system', label: m.common_theme_system() },
      { value: 'light', label: m.common_theme_light() },
      { value: 'dark', label: m.common_theme_dark() },
    ]}
    chosen={currentTheme() ?? 'system'}
    class={extra}
  />
);
