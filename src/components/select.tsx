import { component$, type PropsOf } from '@builder.io/qwik';
import { FieldNotes, fieldNotes } from './field-notes';

export interface SelectOption {
  value: string;
  label: string;
}

export interface SelectGroup {
  label: string;
  options: SelectOption[];
}

export type SelectProps = Omit<PropsOf<'select'>, 'name' | 'value' | 'id'> & {
  name: string;
  label: string;
  options: (SelectOption | SelectGroup)[];
  /** What was chosen before; the first option where it is none of them. */
  value?: FormDataEntryValue | null;
  hint?: string;
  /** A sentence, or the list a validator gives; the first is shown. */
  error?: string | string[];
  /** Needed only where two forms on one page share a field name. */
  id?: string;
};

/** A native choice of one, in the manner of `Field`: the browser's own list, search by typing and wheel on a phone. */
export const Select = component$<SelectProps>(
  ({ name, label, options, value, hint, error, id = name, class: extra, ...rest }) => {
    const notes = fieldNotes(id, hint, error);
    const select = {
      ...rest,
      id,
      name,
      'aria-describedby': notes.describedBy,
      'aria-invalid': notes.error ? ('true' as const) : undefined,
    };
    return (
      <div class={['grid gap-1.5', extra]}>
        <label for={id} class="text-sm font-medium">
          {label}
        </label>
        <select {...select} class="control px-2">
          {options.map((entry) =>
            'options' in entry ? (
              <optgroup key={entry.label} label={entry.label}>
                {entry.options.map((option) => (
                  <Choice key={option.value} option={option} chosen={option.value === value} />
                ))}
              </optgroup>
            ) : (
              <Choice key={entry.value} option={entry} chosen={entry.value === value} />
            ),
          )}
        </select>
        <FieldNotes {...notes} />
      </div>
    );
  },
);

const Choice = ({ option, chosen }: { option: SelectOption; chosen: boolean }) => (
  <option value={option.value} selected={chosen}>
    {option.label}
  </option>
);
