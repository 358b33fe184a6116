/** Marks that stay apart without colour. */
export type PointShape =
  | 'circle'
  | 'square'
  | 'diamond'
  | 'triangle-up'
  | 'cross'
  | 'triangle-down'
  | 'stroke';

/** Each about ten units across, in the middle of 26 × 10. */
export const shapePaths: Readonly<Record<PointShape, string>> = {
  circle: 'M13 1a4 4 0 1 0 .01 0Z',
  square: 'M9 1h8v8h-8Z',
  diamond: 'M13 0l5 5l-5 5l-5 -5Z',
  'triangle-up': 'M13 1l5 8h-10Z',
  'triangle-down': 'M13 9l5 -8h-10Z',
  cross: 'M11 0h4v3h3v4h-3v3h-4v-3h-3v-4h3Z',
  stroke: 'M8 4h10v2h-10Z',
};
