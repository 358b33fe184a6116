import type { GappySeries } from '../../planner/stats/cross-correlation.ts';
import { minMaxIndices } from './downsample.ts';
import type { SeriesColour } from './palette.ts';
import { colour } from './palette.ts';
import type { ChartLayer } from './render-svg.ts';

/** How a line is drawn. */
export type LineStyle = {
  readonly colour: SeriesColour;
  readonly dash?: readonly number[];
  readonly widthPx?: number;
};

type Point = { readonly x: number; readonly y: number | null };

const quantitative = (field: string) => ({ field, type: 'quantitative' }) as const;

/**
 * Corners of a staircase: a value holds for its whole second, so that one second alone is a visible mark and nothing
 * is drawn in a second without a value. Seconds equal to the one before add no corner.
 *
 * @example stepPoints([3, 3, null, 5]) // [{x:0,y:3}, {x:2,y:3}, {x:2,y:null}, {x:3,y:5}, {x:4,y:5}, {x:4,y:null}]
 */
export const stepPoints = (values: GappySeries): Point[] => {
  const points: Point[] = [];
  let last: number | null = null;
  const endRun = (x: number): void => {
    if (last !== null) points.push({ x, y: last }, { x, y: null });
  };
  for (const x of minMaxIndices(values)) {
    const y = values[x] ?? null;
    if (y === null) endRun(x);
    else if (y !== last) points.push({ x, y });
    last = y;
  }
  endRun(values.length);
  return points;
};

/** One value a second as a staircase; gaps stay open. */
export const stepLine = (values: GappySeries, style: LineStyle): ChartLayer => ({
  data: { values: stepPoints(values) },
  mark: {
    type: 'line',
    interpolate: 'step-after',
    invalid: 'break-paths-filter-domains',
    stroke: colour(style.colour),
    strokeWidth: style.widthPx ?? 1.8,
    ...(style.dash === undefined ? {} : { strokeDash: [...style.dash] }),
  },
  encoding: { x: quantitative('x'), y: quantitative('y') },
});
