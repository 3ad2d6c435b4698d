import * as m from '~/lib/i18n/paraglide/messages';

/** Title and explanation of an error page, by its status, in the reader's language. */
export function wordsFor(status: number): { title: string; text: string } {
  switch (status) {
    case 404:
      return { title: m.error_not_found_title(), text: m.error_not_found_text() };
    case 403:
      return { title: m.error_forbidden_title(), text: m.error_forbidden_text() };
    case 413:
      return { title: m.error_too_large_title(), text: m.error_too_large_text() };
    case 429:
      return { title: m.error_rate_limited_title(), text: m.error_rate_limited_text() };
    case 503:
      return { title: m.error_unavailable_title(), text: m.error_unavailable_text() };
    default:
      return status < 500
        ? { title: m.error_refused_title(), text: m.error_refused_text() }
        : { title: m.error_internal_title(), text: m.error_internal_text() };
  }
}
