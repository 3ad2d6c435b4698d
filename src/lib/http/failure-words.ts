import * as m from '~/lib/i18n/paraglide/messages';
import type { Failure } from './failure';

/** Title and explanation of a failure, by its status, in the reader's language. */
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

/** The same as one line, for where there is no page: what the user is told, and for a bug the number to tell us. */
export function sentenceFor(failure: Failure, requestId: string): string {
  if (failure.status < 500 && failure.sentence) return failure.sentence;
  const { title, text } = wordsFor(failure.status);
  const isBug = failure.status >= 500 && failure.status !== 503;
  return `${title}. ${text}${isBug ? ` ${m.error_request()}: ${requestId}` : ''}`;
}
