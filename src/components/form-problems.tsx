import { component$ } from '@builder.io/qwik';
import { FormAlert } from './form-alert';

type FormProblemsProps = { problems?: readonly (string | readonly string[] | undefined)[] };

/** What is wrong with a form as a whole, and with fields of it that nobody sees. */
export const FormProblems = component$<FormProblemsProps>(({ problems = [] }) =>
  problems.flat().map((problem) => problem && <FormAlert key={problem}>{problem}</FormAlert>),
);
