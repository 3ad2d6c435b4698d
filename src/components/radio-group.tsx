import { component$, type PropsOf } from '@builder.io/qwik';
import { FieldNotes, fieldNotes } from './field-notes';

export interface RadioOption {
  value: string;
  label: string;
  /** Where the label is written in another language than the page. */
  lang?: string;
}

export type RadioGroupProps = Pick<PropsOf<'fieldset'>, 'class'> & {
  name: string;
  label: string;
  options: RadioOption[];
  /** What was chosen before; nothing is, where it is none of them. */
  value?: FormDataEntryValue | null;
  hint?: string;
  /** A sentence, or the list a validator gives; the first is shown. */
  error?: string | string[];
};

const CHOICE =
  'flex min-h-control flex-1 cursor-pointer items-center gap-3 rounded-control border border-edge bg-surface px-3 py-2 ' +
  'whitespace-nowrap hover:border-ink-faint has-checked:border-action has-checked:bg-action-soft ' +
  'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-action';

/** A choice of one among few, all in sight, in the manner of `Field`. */
export const RadioGroup = component$<RadioGroupProps>(
  ({ name, label, options, value, hint, error, class: extra }) => {
    const notes = fieldNotes(name, hint, error);
    return (
      <fieldset
        aria-describedby={notes.describedBy}
        aria-invalid={notes.error ? 'true' : undefined}
        class={['grid min-w-0 gap-1.5', extra]}
      >
        <legend class="mb-1.5 text-sm font-medium">{label}</legend>
        <div class="flex flex-wrap gap-2">
          {options.map((option) => (
            <label key={option.value} lang={option.lang} class={CHOICE}>
              <input
                type="radio"
                name={name}
                value={option.value}
                checked={option.value === value}
                class="size-4 shrink-0 outline-none"
              />
              <span class="text-sm font-medium">{option.label}</span>
            </label>
          ))}
        </div>
        <FieldNotes {...notes} />
      </fieldset>
    );
  },
);
