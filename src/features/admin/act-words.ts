import * as m from '~/lib/i18n/paraglide/messages';
import type { Act } from './admin.rules';

type Words = typeof m.admin_suspend;

interface ActWords {
  /** Verb and object, on the buttons. */
  label: Words;
  /** What follows from it, before it is done. */
  text: Words;
  /** What has followed. */
  done: Words;
}

export const ACT_WORDS: Record<Act, ActWords> = {
  make_admin: { label: m.admin_make_admin, text: m.admin_make_admin_text, done: m.admin_make_admin_done },
  make_user: { label: m.admin_make_user, text: m.admin_make_user_text, done: m.admin_make_user_done },
  suspend: { label: m.admin_suspend, text: m.admin_suspend_text, done: m.admin_suspend_done },
  restore: { label: m.admin_restore, text: m.admin_restore_text, done: m.admin_restore_done },
  require_password: {
    label: m.admin_require_password,
    text: m.admin_require_password_text,
    done: m.admin_require_password_done,
  },
  end_sessions: {
    label: m.admin_end_sessions,
    text: m.admin_end_sessions_text,
    done: m.admin_end_sessions_done,
  },
};
