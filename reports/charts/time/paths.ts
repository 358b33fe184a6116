import type { GappySeries } from '../../../planner/stats/cross-correlation.ts';
import { bucketsOf, minMaxIndices } from '../downsample.ts';

/** From seconds and values to places in a drawing. */
export type Places = {
  readonly x: (second: number) => number;
  readonly y: (value: number) => number;
};

/** A part of the seconds; `to` is not included. */
export type Range = { readonly from: number; readonly to: number };

/** A stretch of seconds that is drawn from one value up to another; `to` is not included. */
export type Box = Range & { readonly low: number; readonly high: number };

/**
 * Corners of a staircase: a value holds for its whole second, so that one second alone is a visible mark and nothing
 * is drawn in a second without a value. Seconds equal to the one before add no corner.
 *
 * @example stepPath([3, 3, null, 5], { from: 0, to: 4 }, identity) // 'M0 3H2M3 5H4'
 */
export const stepPath = (values: GappySeries, { from, to }: Range, { x, y }: Places): string => {
  let path = '';
  let last: number | null = null;
  for (const i of minMaxIndices(values.slice(from, to))) {
    const value = values[from + i] ?? null;
    const at = value === null ? null : y(value);
    if (at === last) continue;
    if (last !== null) path += `H${x(from + i)}`;
    if (at !== null) path += last === null ? `M${x(from + i)} ${at}` : `V${at}`;
    last = at;
  }
  return last === null ? path : `${path}H${x(Math.min(to, values.length))}`;
};

/**
 * From the lowest to the highest of each second; where seconds are too many, of each bucket, so that no bad second is
 * lost. Seconds in which either is unknown are left out.
 */
export const bandBoxes = (low: GappySeries, high: GappySeries, { from, to }: Range): Box[] =>
  bucketsOf(to - from).flatMap((bucket) => {
    const known = bucket.filter((i) => low[from + i] != null && high[from + i] != null);
    if (known.length === 0) return [];
    return {
      from: from + bucket[0]!,
      to: from + bucket.at(-1)! + 1,
      low: Math.min(...known.map((i) => low[from + i]!)),
      high: Math.max(...known.map((i) => high[from + i]!)),
    };
  });

const outline = (boxes: readonly Box[], { x, y }: Places): string => {
  const first = boxes[0]!;
  const above = boxes.map(({ to, high }) => `V${y(high)}H${x(to)}`).join('');
  const below = boxes
    .toReversed()
    .map(({ from, low }) => `V${y(low)}H${x(from)}`)
    .join('');
  return `M${x(first.from)} ${y(first.low)}${above}${below}Z`;
};

/** Boxes that stand side by side become one shape; equal neighbours one box. */
export const boxesPath = (boxes: readonly Box[], places: Places): string => {
  const shapes: Box[][] = [];
  for (const box of boxes) {
    const shape = shapes.at(-1);
    const before = shape?.at(-1);
    if (shape === undefined || before?.to !== box.from) shapes.push([box]);
    else if (before.low === box.low && before.high === box.high)
      shape[shape.length - 1] = { ...before, to: box.to };
    else shape.push(box);
  }
  return shapes.map((shape) => outline(shape, places)).join('');
};
