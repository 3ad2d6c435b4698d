import { component$, Slot } from '@builder.io/qwik';
import { CHECK_ID } from '~/lib/form/show-answer';
import { Card } from './card';

type CheckCardProps = {
  /** What the form posts: the very things that are read here. */
  fields: Record<string, string>;
  /** The question. It takes the focus when the step is shown in place. */
  title: string;
};

/** The second step of a form: what was written once more, to be confirmed, before anything happens. */
export const CheckCard = component$<CheckCardProps>(({ fields, title }) => (
  <Card>
    {Object.entries(fields).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
    <h2 id={CHECK_ID} tabIndex={-1} class="text-lg outline-none">
      {title}
    </h2>
    <Slot />
  </Card>
));
