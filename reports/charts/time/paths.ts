import type { GappySeries } from '../../../planner/stats/cross-correlation.ts';
import { bucketsOf, maxPoints, minMaxIndices } from '../downsample.ts';

/** From seconds and values to places in a drawing, in tenths at most. */
export type Places = {
  readonly x: (second: number) => number;
  readonly y: (value: number) => number;
};

/** A stretch of seconds that is drawn from one value up to another; `to` is not included. */
export type Box = {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
};

type Point = { readonly x: number; readonly y: number };

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** Commands from one corner to the next: of a staircase only one of the two is there. By their difference they are short. */
const stepTo = (from: Point, to: Point): string => {
  const [right, down] = [tenths(to.x - from.x), tenths(to.y - from.y)];
  return `${right === 0 ? '' : `h${right}`}${down === 0 ? '' : `v${down}`}`;
};

/** Whether a corner lies on the level line between its neighbours. */
export const isOnTheWay = ({ y }: Point, i: number, points: readonly Point[]): boolean =>
  y === points[i - 1]?.y && y === points[i + 1]?.y;

const lineThrough = (points: readonly Point[]): string => {
  const [first, ...others] = points.filter((point, i) => !isOnTheWay(point, i, points));
  let at = first!;
  const steps = others.map((next) => {
    const step = stepTo(at, next);
    at = next;
    return step;
  });
  return `M${first!.x} ${first!.y}${steps.join('')}`;
};

/**
 * Corners of a staircase: a value holds for its whole second, so that one second alone is a visible mark and nothing
 * is drawn in a second without a value. Seconds equal to the one before add no corner.
 *
 * @param pointsMost of more seconds than this the smallest and the largest of each stretch are drawn
 * @example stepPath([3, 3, null, 5], identity) // 'M0 3h2M3 5h1'
 */
export const stepPath = (values: GappySeries, { x, y }: Places, pointsMost = maxPoints): string => {
  const lines: Point[][] = [];
  let last: number | null = null;
  for (const i of minMaxIndices(values, pointsMost)) {
    const value = values[i] ?? null;
    const at = value === null ? null : y(value);
    if (at === last) continue;
    if (last !== null) lines.at(-1)!.push({ x: x(i), y: last });
    if (at !== null && last === null) lines.push([]);
    if (at !== null) lines.at(-1)!.push({ x: x(i), y: at });
    last = at;
  }
  if (last !== null) lines.at(-1)!.push({ x: x(values.length), y: last });
  return lines.map(lineThrough).join('');
};

/**
 * From the lowest to the highest of each second; where seconds are too many, of each bucket, so that no bad second is
 * lost. Seconds in which either is unknown are left out.
 */
export const bandBoxes = (low: GappySeries, high: GappySeries, pointsMost = maxPoints): Box[] =>
  bucketsOf(low.length, pointsMost).flatMap((bucket) => {
    const known = bucket.filter((i) => low[i] != null && high[i] != null);
    if (known.length === 0) return [];
    return {
      from: bucket[0]!,
      to: bucket.at(-1)! + 1,
      low: Math.min(...known.map((i) => low[i]!)),
      high: Math.max(...known.map((i) => high[i]!)),
    };
  });

const outline = (boxes: readonly Box[], { x, y }: Places): string => {
  const corners = (edge: 'low' | 'high'): Point[] =>
    boxes.flatMap((box) => [
      { x: x(box.from), y: y(box[edge]) },
      { x: x(box.to), y: y(box[edge]) },
    ]);
  return `${lineThrough([...corners('high'), ...corners('low').toReversed()])}Z`;
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
