import { component$, type PropsOf } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';
import { ButtonLink } from './button-link';

type PagerProps = Pick<PropsOf<'nav'>, 'class'> & {
  label: string;
  /** Where the pages beside this one are; null where there is none. */
  newer: string | null;
  older: string | null;
};

/** The ways on from a page of a list. Nothing where the list fits on one. */
export const Pager = component$<PagerProps>(({ label, newer, older, class: extra }) =>
  newer || older ? (
    <nav aria-label={label} class={['flex flex-wrap gap-3', extra]}>
      {newer && (
        <ButtonLink href={newer} variant="quiet" rel="prev">
          {m.common_newer()}
        </ButtonLink>
      )}
      {older && (
        <ButtonLink href={older} variant="quiet" rel="next">
          {m.common_older()}
        </ButtonLink>
      )}
    </nav>
  ) : null,
);
