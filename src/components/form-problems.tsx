import { component$ } from '@builder.io/qwik';
import { FormAlert } from './form-alert';

/** What is wrong with a form as a whole. */
export const FormProblems = component$<{ problems?: string[] }>(({ problems = [] }) =>
  problems.map((problem) => <FormAlert key={problem}>{problem}</FormAlert>),
);
