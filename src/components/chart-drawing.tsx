import { component$, useId } from '@builder.io/qwik';
import type { Bar, Curve, Drawing, Gutter, Look } from '~/lib/chart/drawing';

/** Below the marks: the labels of the x axis. */
const FOOT = 24;

/** Room for the labels of the y axis. */
const GUTTER: Record<Gutter, string> = { s: 'w-9', m: 'w-13', l: 'w-19' };

/** Full, outlined, and in terracotta below the line: told apart without their colours. */
const LOOKS: Record<Look, string> = {
  main: 'fill-action',
  outline: 'fill-action-soft stroke-action',
  loss: 'fill-accent',
};

const LABEL = 'fill-ink-soft text-xs tabular-nums';

/** Cut out of whatever it stands on. */
const NOTE = 'fill-ink stroke-surface stroke-4 text-sm font-medium tabular-nums [paint-order:stroke]';

type ChartDrawingProps = { drawing: Drawing; title: string; says: string };

/** The picture itself: as wide as there is room, with letters of one size. */
export const ChartDrawing = component$<ChartDrawingProps>(({ drawing, title, says }) => {
  const id = useId();
  const { gutter, grid, bars, curve, ticks, notes } = drawing;
  const height = drawing.height + FOOT;
  return (
    <div class="mt-4 flex">
      <svg aria-hidden="true" height={height} class={['shrink-0', GUTTER[gutter]]}>
        {grid.map(({ y, label }) => (
          <text key={y} y={y} dy="0.32em" class={LABEL}>
            {label}
          </text>
        ))}
      </svg>
      <svg
        role="img"
        aria-labelledby={`${id}-title ${id}-says`}
        height={height}
        class="w-0 flex-1 overflow-visible"
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-says`}>{says}</desc>
        {grid.map(({ y, isZero }) => (
          <line key={y} x1="0" x2="100%" y1={y} y2={y} class={isZero ? 'stroke-edge' : 'stroke-line'} />
        ))}
        {bars.map((bar) => (
          <BarMark key={`${bar.x} ${bar.y} ${bar.look}`} {...bar} />
        ))}
        {curve && <CurveMark {...curve} height={drawing.height} />}
        {ticks.map(({ x, label, anchor, isSpare }) => (
          <text key={x} x={x} y={height - 6} text-anchor={anchor} class={[LABEL, isSpare && 'max-sm:hidden']}>
            {label}
          </text>
        ))}
        {notes.map(({ x, y, text, anchor }) => (
          <text key={text} x={x} y={y} text-anchor={anchor} class={NOTE}>
            {text}
          </text>
        ))}
      </svg>
    </div>
  );
});

/** What a look stands for is said beside it. */
export const Swatch = ({ look }: { look: Look }) => (
  <svg aria-hidden="true" width="12" height="12">
    <rect x="1" y="1" width="10" height="10" rx="2" class={LOOKS[look]} />
  </svg>
);

const BarMark = ({ x, y, width, height, look, says }: Bar) => (
  <rect x={x} y={y} width={width} height={height} rx="2" class={[LOOKS[look], 'hover:opacity-80']}>
    <title>{says}</title>
  </rect>
);

const CurveMark = ({ line, area, end, height }: Curve & { height: number }) => (
  <>
    <svg
      aria-hidden="true"
      width="100%"
      height={height}
      viewBox={`0 0 100 ${height}`}
      preserveAspectRatio="none"
      class="overflow-visible"
    >
      <path d={area} class="fill-action-soft" />
      <path d={line} vector-effect="non-scaling-stroke" class="fill-none stroke-action stroke-2" />
    </svg>
    <circle cx={end.x} cy={end.y} r="4" class="fill-action stroke-surface stroke-2" />
  </>
);
