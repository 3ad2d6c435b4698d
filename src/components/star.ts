/** The outline of two squares, one turned by 45°, around the same centre: the geometry of the mark and of the tiles. */
export function star(centre: number, radius: number): string {
  const notch = (radius * Math.SQRT1_2) / Math.cos(Math.PI / 8);
  const corners = Array.from({ length: 16 }, (_, corner) => {
    const reach = corner % 2 ? notch : radius;
    const angle = (corner * Math.PI) / 8;
    return `${(centre + reach * Math.sin(angle)).toFixed(2)} ${(centre - reach * Math.cos(angle)).toFixed(2)}`;
  });
  return `M${corners.join('L')}Z`;
}

/** A square that stands on its corner, drawn the other way round: with `evenodd` it opens the star. */
export function diamond(centre: number, radius: number): string {
  return `M${centre} ${centre - radius}l${-radius} ${radius} ${radius} ${radius} ${radius} ${-radius}Z`;
}

/** The mark on a grid of 32: the walls and the courtyard. */
export const MARK =
  'M16 1l4.39 4.39h6.22v6.22L31 16l-4.39 4.39v6.22h-6.22L16 31l-4.39-4.39H5.39v-6.22L1 16l4.39-4.39V5.39h6.22ZM16 10l-6 6 6 6 6-6Z';
