import type { PropsOf } from '@builder.io/qwik';
import { currentLocale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { PreferenceSwitch } from './preference-switch';

/** Every language calls itself by its own name. */
export const LANGUAGES = [
  { value: 'en', label: 'English', lang: 'en' },
  { value: 'es', label: 'Español', lang: 'es' },
];

export const LanguageSwitch = ({ class: extra }: Pick<PropsOf<'form'>, 'class'>) => (
  <PreferenceSwitch
    name="locale"
    label={m.common_language()}
    options={LANGUAGES}
    chosen={currentLocale()}
    class={extra}
  />
);
