import { $ } from '@builder.io/qwik';

/**
 * After a post in place, does what a reload does by itself: takes the passwords out of the form, and puts the cursor
 * where something is to be mended.
 */
export const settleForm = $((_: CustomEvent, form: HTMLFormElement) => {
  const passwords = form.querySelectorAll<HTMLInputElement>('[name="password"], [name$="Password"]');
  for (const password of passwords) password.value = '';
  // The frame after this one shows what was wrong.
  requestAnimationFrame(() =>
    requestAnimationFrame(() =>
      (form.querySelector<HTMLElement>('[aria-invalid="true"]') ?? passwords[0])?.focus(),
    ),
  );
});
