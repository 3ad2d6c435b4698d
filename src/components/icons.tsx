import type { ClassList } from '@builder.io/qwik';

type IconProps = { class?: ClassList; size?: number };

/** One line of 1.6 px on a grid of 20: every icon is decoration beside words, so screen readers skip it. */
const icon = (d: string) => (props: IconProps) => (
  <svg
    viewBox="0 0 20 20"
    width={props.size ?? 20}
    height={props.size ?? 20}
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    class={props.class}
  >
    <path d={d} />
  </svg>
);

export const IconAlert = icon(
  'M10 6.5v4.25M10 13.6v.01M10 2.75a7.25 7.25 0 1 1 0 14.5 7.25 7.25 0 0 1 0-14.5Z',
);
export const IconCheck = icon(
  'M6.5 10.2l2.4 2.4 4.8-5M10 2.75a7.25 7.25 0 1 1 0 14.5 7.25 7.25 0 0 1 0-14.5Z',
);
export const IconInfo = icon(
  'M10 9.25v4.25M10 6.4v.01M10 2.75a7.25 7.25 0 1 1 0 14.5 7.25 7.25 0 0 1 0-14.5Z',
);
export const IconEye = icon(
  'M2.5 10S5.2 4.75 10 4.75 17.5 10 17.5 10 14.8 15.25 10 15.25 2.5 10 2.5 10ZM10 7.75a2.25 2.25 0 1 1 0 4.5 2.25 2.25 0 0 1 0-4.5Z',
);
export const IconEyeOff = icon(
  'M3 3l14 14M8.2 5A7.3 7.3 0 0 1 10 4.75c4.8 0 7.5 5.25 7.5 5.25a13 13 0 0 1-2.2 2.9M12.7 14.8a7 7 0 0 1-2.7.45C5.2 15.25 2.5 10 2.5 10a13.3 13.3 0 0 1 3-3.7M8.5 8.4a2.25 2.25 0 0 0 3.1 3.1',
);
export const IconHome = icon(
  'M3.5 9.2 10 3.5l6.5 5.7V16a.75.75 0 0 1-.75.75H4.25A.75.75 0 0 1 3.5 16ZM8 16.5V12h4v4.5',
);
export const IconUser = icon(
  'M10 3.25a3.25 3.25 0 1 1 0 6.5 3.25 3.25 0 0 1 0-6.5ZM3.75 16.75c.4-3.1 2.9-4.75 6.25-4.75s5.85 1.65 6.25 4.75',
);
export const IconWallet = icon(
  'M15.5 6.75V4.5a.75.75 0 0 0-.75-.75H5a1.5 1.5 0 0 0 0 3h10.75a.75.75 0 0 1 .75.75v8a.75.75 0 0 1-.75.75H5a1.5 1.5 0 0 1-1.5-1.5v-9.5M13.25 11.5v.01',
);
export const IconReceipt = icon(
  'M4.75 3.25v13.5l1.75-1.25 1.75 1.25L10 15.5l1.75 1.25 1.75-1.25 1.75 1.25V3.25L13.5 4.5l-1.75-1.25L10 4.5 8.25 3.25 6.5 4.5ZM7.5 8h5M7.5 11.25h5',
);
export const IconDevices = icon(
  'M10 14.25H3.5a.75.75 0 0 1-.75-.75V5a.75.75 0 0 1 .75-.75h11a.75.75 0 0 1 .75.75v1M6.5 16.75H10M12.75 8.75h3.75a.75.75 0 0 1 .75.75V16a.75.75 0 0 1-.75.75h-3.75A.75.75 0 0 1 12 16V9.5a.75.75 0 0 1 .75-.75Z',
);
export const IconClock = icon('M10 5.75V10l2.75 1.75M10 2.75a7.25 7.25 0 1 1 0 14.5 7.25 7.25 0 0 1 0-14.5Z');
export const IconShield = icon(
  'M10 2.75c1.9 1.4 3.9 2 6.25 2v4.5c0 3.6-2.4 6.4-6.25 8-3.85-1.6-6.25-4.4-6.25-8v-4.5c2.35 0 4.35-.6 6.25-2ZM7.4 10.1l1.9 1.9 3.5-3.8',
);
export const IconKey = icon(
  'M13 3.25a3.75 3.75 0 1 1-1.9 6.98L6.5 14.85V16.75H3.25V13.5l5.52-5.52A3.75 3.75 0 0 1 13 3.25ZM13.6 6.4v.01',
);
export const IconSignOut = icon(
  'M8 3.75H4.5a.75.75 0 0 0-.75.75v11c0 .41.34.75.75.75H8M12.75 13.5 16.25 10l-3.5-3.5M16 10H7.75',
);
export const IconBack = icon('M12 4.75 6.75 10 12 15.25');
export const IconForward = icon('M8 4.75 13.25 10 8 15.25');
export const IconDownload = icon('M10 3.5v9M6.25 9 10 12.75 13.75 9M3.75 16.5h12.5');
export const IconTrash = icon(
  'M4 5.75h12M8 5.5V3.75h4V5.5M5.5 5.75l.6 9.8a.75.75 0 0 0 .75.7h6.3a.75.75 0 0 0 .75-.7l.6-9.8M8.5 9v4.25M11.5 9v4.25',
);
export const IconMail = icon(
  'M3.5 5h13a.75.75 0 0 1 .75.75v8.5a.75.75 0 0 1-.75.75h-13a.75.75 0 0 1-.75-.75v-8.5A.75.75 0 0 1 3.5 5ZM3 5.75l7 5 7-5',
);
export const IconCopy = icon(
  'M7.5 7.25h8.25a.75.75 0 0 1 .75.75v8a.75.75 0 0 1-.75.75H7.5a.75.75 0 0 1-.75-.75V8a.75.75 0 0 1 .75-.75ZM4.25 12.75a.75.75 0 0 1-.75-.75V4a.75.75 0 0 1 .75-.75h8a.75.75 0 0 1 .75.75',
);
