import { $ } from '@builder.io/qwik';
import { focusOnceDrawn } from './focus-once-drawn';

/**
 * After a post in place, does what a reload does by itself: takes the passwords out of the form, and puts the cursor
 * where something is to be mended.
 */
export const settleForm = $((_: CustomEvent, form: HTMLFormElement) => {
  const passwords = form.querySelectorAll<HTMLInputElement>('[name="password"], [name$="Password"]');
  for (const password of passwords) password.value = '';
  focusOnceDrawn(() => form.querySelector<HTMLElement>('[aria-invalid="true"]') ?? passwords[0]);
});
