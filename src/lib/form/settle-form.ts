import { $ } from '@builder.io/qwik';

/**
 * After a post in place, does what a reload does by itself: takes the password out of the form, and puts the cursor
 * where something is to be mended.
 */
export const settleForm = $((_: CustomEvent, form: HTMLFormElement) => {
  const password = form.querySelector<HTMLInputElement>('[name="password"]');
  if (password) password.value = '';
  // The frame after this one shows what was wrong.
  requestAnimationFrame(() =>
    requestAnimationFrame(() =>
      (form.querySelector<HTMLElement>('[aria-invalid="true"]') ?? password)?.focus(),
    ),
  );
});
