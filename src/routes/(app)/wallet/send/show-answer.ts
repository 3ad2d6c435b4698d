import { $ } from '@builder.io/qwik';

/** What asks for the confirmation. */
export const CHECK_ID = 'transfer-check';

/** After a post in place, goes where a reload would begin to read: to the confirmation, or to what is to be mended. */
export const showAnswer = $((_: CustomEvent, form: HTMLFormElement) => {
  // The frame after this one shows the answer.
  requestAnimationFrame(() =>
    requestAnimationFrame(() =>
      form
        .querySelector<HTMLElement>(`[aria-invalid="true"], #${CHECK_ID}, input:not([type="hidden"])`)
        ?.focus(),
    ),
  );
});
