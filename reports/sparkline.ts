import type { GappySeries } from '../planner/stats/cross-correlation.ts';

const blocks = '▁▂▃▄▅▆▇█';

const charactersMost = 60;

/**
 * A series as one line of at most 60 block characters; each shows the largest value of its seconds, so
 * that a spike of one second survives. Above zero is never drawn as the lowest block; a gap is a blank.
 *
 * @example sparkline([0, 0, 36, 18, 1]) // '▁▁█▅▂'
 */
export const sparkline = (values: GappySeries): string => {
  const size = Math.max(1, Math.ceil(values.length / charactersMost));
  const cells = Array.from({ length: Math.ceil(values.length / size) }, (_, i) =>
    values
      .slice(i * size, (i + 1) * size)
      .reduce((a, b) => (a === null ? b : b === null ? a : Math.max(a, b)), null),
  );
  const top = cells.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  return cells
    .map((value) => {
      if (value === null) return ' ';
      if (!(value > 0)) return blocks[0];
      return blocks[Math.max(1, Math.round((value / top) * (blocks.length - 1)))];
    })
    .join('');
};
