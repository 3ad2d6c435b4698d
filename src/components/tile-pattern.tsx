import { component$, type PropsOf, useId } from '@builder.io/qwik';
import { diamond, star } from './star';

/** Four tiles, of which one has a heart of terracotta. */
const TILES = [
  { column: 0, row: 0, heart: 'fill-accent opacity-70' },
  { column: 1, row: 0, heart: 'opacity-25' },
  { column: 0, row: 1, heart: 'opacity-25' },
  { column: 1, row: 1, heart: 'opacity-25' },
];

/**
 * The courtyard's tiles: eight-pointed stars that touch tip to tip and leave crosses between them, with the mark in
 * each. Faint, in `currentColor`; it fills its positioned parent. Used by the landing page, the sign-in pages and empty
 * states, nowhere else.
 */
export const TilePattern = component$<Pick<PropsOf<'svg'>, 'class'> & { tile?: number }>(
  ({ tile = 96, class: extra }) => {
    const id = `tile-${useId()}`;
    const centre = tile / 2;
    return (
      <svg aria-hidden="true" class={['pointer-events-none absolute inset-0 size-full', extra]}>
        <defs>
          <pattern
            id={id}
            width={tile * 2}
            height={tile * 2}
            patternUnits="userSpaceOnUse"
            x="50%"
            patternTransform={`translate(${-centre} 0)`}
          >
            {TILES.map(({ column, row, heart }) => (
              <g
                key={`${column}${row}`}
                transform={`translate(${column * tile} ${row * tile})`}
                fill="currentColor"
                stroke="currentColor"
              >
                <path d={star(centre, centre)} fill-opacity="0.045" stroke-opacity="0.2" />
                <path d={star(centre, centre * 0.58)} fill-opacity="0.05" stroke-opacity="0.2" />
                <path
                  d={star(centre, centre * 0.3) + diamond(centre, centre * 0.12)}
                  fill-rule="evenodd"
                  stroke="none"
                  class={heart}
                />
              </g>
            ))}
          </pattern>
        </defs>
        <rect width="100%" height="100%" fill={`url(#${id})`} />
      </svg>
    );
  },
);
