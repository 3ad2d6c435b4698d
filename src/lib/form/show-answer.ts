import { $ } from '@builder.io/qwik';
import { focusOnceDrawn } from './focus-once-drawn';

/** What asks for the confirmation, in the second step of a form. */
export const CHECK_ID = 'check';

type Answered = CustomEvent<{ value?: { draft?: unknown } }>;

/**
 * After a post in place of a form of two steps, goes where a reload would begin to read: to the confirmation, or to what
 * is to be mended.
 */
export const showAnswer = $((event: Answered, form: HTMLFormElement) => {
  const places = event.detail.value?.draft
    ? [`#${CHECK_ID}`]
    : ['[aria-invalid="true"]', 'input:not([type="hidden"]), select'];
  focusOnceDrawn(() => places.map((selector) => form.querySelector<HTMLElement>(selector)).find(Boolean));
});
