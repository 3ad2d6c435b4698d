import { component$, type PropsOf } from '@builder.io/qwik';
import { useLocation } from '@builder.io/qwik-city';

type PreferenceSwitchProps = Pick<PropsOf<'form'>, 'class'> & {
  /** The cookie that keeps the choice. */
  name: 'locale' | 'theme';
  label: string;
  /** `lang` where the label is written in another language than the page. */
  options: { value: string; label: string; lang?: string }[];
  chosen: string;
};

const CHOICE =
  'min-h-8 flex-1 rounded-[4px] px-3 text-xs font-medium whitespace-nowrap text-ink-soft hover:text-ink ' +
  'aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:ring-1 aria-pressed:ring-line pointer-coarse:min-h-control';

/** A row of choices, of which one holds. Each is a submit button, so it works before and without any script. */
export const PreferenceSwitch = component$<PreferenceSwitchProps>(
  ({ name, label, options, chosen, class: extra }) => {
    const { url } = useLocation();
    return (
      <form method="post" action="/preferences" class={extra}>
        <input type="hidden" name="next" value={pageOf(url)} />
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset keeps a width of its own in a flex row. */}
        <div role="group" aria-label={label} class="flex rounded-control bg-sunken p-0.5">
          {options.map((option) => (
            <button
              key={option.value}
              type="submit"
              name={name}
              value={option.value}
              lang={option.lang}
              aria-pressed={option.value === chosen}
              class={CHOICE}
            >
              {option.label}
            </button>
          ))}
        </div>
      </form>
    );
  },
);

/** The page as it is opened, not the answer to a post that may be on the screen, nor what was said after one. */
function pageOf(url: URL): string {
  const query = new URLSearchParams(url.search);
  query.delete('qaction');
  query.delete('notice');
  return query.size ? `${url.pathname}?${query}` : url.pathname;
}
