import type { GappySeries } from '../../planner/stats/cross-correlation.ts';
import { type Bar, minMaxIndices } from './downsample.ts';
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

type Corner = { readonly x: number; readonly low: number | null; readonly high: number | null };

/** Corners of one part of a stack; nothing where the part is empty. */
const stackCorners = (bars: readonly Bar[], below: readonly number[], own: readonly number[]): Corner[] => {
  const corners: Corner[] = [];
  let drawing = false;
  for (const [i, { fromSecond, toSecond, shownSecond }] of bars.entries()) {
    const low = below[shownSecond]!;
    const high = low + own[shownSecond]!;
    if (high > low) {
      const before = corners.at(-1);
      if (!drawing || before?.low !== low || before.high !== high) corners.push({ x: fromSecond, low, high });
      const next = bars[i + 1];
      if (next === undefined || own[next.shownSecond] === 0) {
        corners.push({ x: toSecond, low, high }, { x: toSecond, low: null, high: null });
      }
    }
    drawing = high > low;
  }
  return corners;
};

/**
 * Counts a second, stacked in the order given, each bar as wide as its second.
 *
 * @param bars which second each bar shows
 * @param parts from the bottom to the top
 */
export const stack = (
  bars: readonly Bar[],
  parts: readonly { readonly perSecond: readonly number[]; readonly colour: SeriesColour }[],
): ChartLayer[] => {
  const below = new Array<number>(parts[0]?.perSecond.length ?? 0).fill(0);
  return parts.map(({ perSecond, colour: name }) => {
    const corners = stackCorners(bars, [...below], perSecond);
    perSecond.forEach((value, second) => {
      below[second]! += value;
    });
    return {
      data: { values: corners },
      mark: {
        type: 'area',
        interpolate: 'step-after',
        invalid: 'break-paths-filter-domains',
        fill: colour(name),
        fillOpacity: 1,
      },
      encoding: { x: quantitative('x'), y: quantitative('low'), y2: { field: 'high' } },
    };
  });
};

/** A horizontal line at a limit or a target, named at its right end. */
export const limitLine = (value: number, name: string): ChartLayer[] => [
  {
    data: { values: [{ y: value }] },
    mark: { type: 'rule', stroke: colour('ink'), strokeDash: [6, 3], strokeWidth: 1.2 },
    encoding: { y: quantitative('y') },
  },
  {
    data: { values: [{ y: value, name }] },
    mark: { type: 'text', align: 'right', dy: -6, fill: colour('text') },
    encoding: { x: { value: 'width' }, y: quantitative('y'), text: { field: 'name', type: 'nominal' } },
  },
];
