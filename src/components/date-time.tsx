import { component$, type PropsOf } from '@builder.io/qwik';
import { type DateFormat, formatDate } from '~/lib/time';

type DateTimeProps = Pick<PropsOf<'time'>, 'class'> & {
  value: Date | string;
  format?: DateFormat;
  /** IANA name; else the zone that the reader's account names, else UTC. */
  zone?: string;
};

/** A moment in the reader's manner; the machine-readable one stands in the attribute. */
export const DateTime = component$<DateTimeProps>(({ value, format, zone, class: extra }) => {
  const moment = new Date(value);
  return (
    <time dateTime={moment.toISOString()} class={['tabular-nums', extra]}>
      {formatDate(moment, { format, zone })}
    </time>
  );
});
