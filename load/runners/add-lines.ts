import { mergeSketches, type Sketch } from '../../planner/stats/sketch.ts';
import type { LoadCounts, LoadScript } from '../../runs/schema/load-series.ts';

/** Lines that add up: see runs/schema/load-series.ts. */
export type AdditiveLine = LoadCounts | LoadScript;

type Fields = Readonly<Record<string, unknown>>;

/** They say what a line is about; two lines that are added have the same. */
const subject: ReadonlySet<string> = new Set(['kind', 'seq', 'second', 'generator', 'endpoint', 'phase']);

const isSketch = (value: object): value is Sketch => 'scale' in value;

const addValues = (a: unknown, b: unknown): unknown => {
  if (a === undefined) return b;
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (Array.isArray(a) && Array.isArray(b)) return a.map((value, i) => addValues(value, b[i]));
  const [left, right] = [a as object, b as object];
  return isSketch(left) && isSketch(right)
    ? mergeSketches(left, right)
    : addFields(left as Fields, right as Fields);
};

/** Field by field. A gauge of a script has no sum: the later value stands. */
const addFields = (a: Fields, b: Fields): Fields => {
  const sum: Record<string, unknown> = { ...a };
  for (const [name, value] of Object.entries(b)) {
    if (subject.has(name)) continue;
    sum[name] =
      name === 'gauges' ? { ...(a[name] as Fields), ...(value as Fields) } : addValues(a[name], value);
  }
  return sum;
};

/**
 * The sum of two lines of the same kind, second, endpoint and phase, under the name of the first. Every field that adds up is
 * added, sketches are merged; a field that only one has is taken over.
 */
export const addLines = <Line extends AdditiveLine>(a: Line, b: Line): Line =>
  addFields(a, b) as unknown as Line;
