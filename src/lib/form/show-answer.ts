import { $ } from '@builder.io/qwik';

/** What asks for the confirmation, in the second step of a form. */
export const CHECK_ID = 'check';

/** A slow phone draws the answer some frames after it came. */
const FRAMES = 120;

type Answered = CustomEvent<{ value?: { draft?: unknown } }>;

/**
 * After a post in place of a form of two steps, goes where a reload would begin to read: to the confirmation, or to what
 * is to be mended.
 */
export const showAnswer = $((event: Answered, form: HTMLFormElement) => {
  const places = event.detail.value?.draft
    ? [`#${CHECK_ID}`]
    : ['[aria-invalid="true"]', 'input:not([type="hidden"]), select'];
  const show = (left: number) => {
    const place = places.map((selector) => form.querySelector<HTMLElement>(selector)).find(Boolean);
    if (place) place.focus();
    else if (left > 0) requestAnimationFrame(() => show(left - 1));
  };
  // Two frames at least: until then the fields stand there as they were.
  requestAnimationFrame(() => requestAnimationFrame(() => show(FRAMES)));
});
