import { mergeSketches, type Sketch } from '../../planner/stats/sketch.ts';
import type { LoadCounts, LoadScript } from '../../runs/schema/load-series.ts';

/** Lines that add up: see runs/schema/load-series.ts. */
export type AdditiveLine = LoadCounts | LoadScript;

/** They say what a line is about; two lines that are added have the same. */
type Subject = 'kind' | 'seq' | 'second' | 'generator' | 'endpoint' | 'phase';

type Add<Value> = (a: Value, b: Value) => Value;

/** How each field of a line is added to that of another one. */
type Rules<Line> = { readonly [Field in Exclude<keyof Line, Subject>]-?: Add<NonNullable<Line[Field]>> };

type ByName<Value> = Record<string, Value>;
type Pair = [number, number];

const numbers: Add<number> = (a, b) => a + b;
const pairs: Add<Pair> = ([a0, a1], [b0, b1]) => [a0 + b0, a1 + b1];
const sketches: Add<Sketch> = mergeSketches;
/** A gauge of a script has no sum: the later value stands. */
const latest: Add<ByName<number>> = (a, b) => ({ ...a, ...b });

/** Name by name; one that only one of both has is taken over. */
const byName =
  <Value>(add: Add<Value>): Add<ByName<Value>> =>
  (a, b) => {
    const sum = { ...a };
    for (const [name, value] of Object.entries(b))
      sum[name] = Object.hasOwn(a, name) ? add(a[name]!, value) : value;
    return sum;
  };

const countsRules: Rules<LoadCounts> = {
  arrivals: numbers,
  dropped: numbers,
  exceptions: numbers,
  requests: numbers,
  retries: numbers,
  outcomes: byName(numbers),
  unexpected: numbers,
  judgedOtherwise: byName(numbers),
  latencyMs: byName(sketches),
  triesMs: byName(sketches),
  latenessMs: sketches,
  userWaitMs: sketches,
  connectMs: sketches,
  tlsMs: sketches,
  firstByteMs: sketches,
  bodyMs: sketches,
  connections: numbers,
  resent: numbers,
  serviceMs: sketches,
};

const scriptRules: Rules<LoadScript> = {
  checks: byName(pairs),
  counters: byName(numbers),
  rates: byName(pairs),
  trends: byName(sketches),
  gauges: latest,
};

/** One field, in place: it becomes the sum, or that of `b` where `sum` has none yet. */
const addField = <Line, Field extends keyof Rules<Line>>(
  sum: Line,
  b: Line,
  { field, rules }: { readonly field: Field; readonly rules: Rules<Line> },
): void => {
  const [left, right] = [sum[field], b[field]];
  if (right != null) sum[field] = left == null ? right : rules[field](left, right);
};

const isField = <Line>(rules: Rules<Line>, name: string): name is keyof Rules<Line> & string =>
  Object.hasOwn(rules, name);

const addFields = <Line extends object>(a: Line, b: Line, rules: Rules<Line>): Line => {
  const sum = { ...a };
  for (const field of Object.keys(b)) if (isField(rules, field)) addField(sum, b, { field, rules });
  return sum;
};

/**
 * The sum of two lines of the same kind, second, endpoint and phase, under the name of the first. Every field that adds up is
 * added, sketches are merged; a field that only one has is taken over.
 */
export const addLines = (a: AdditiveLine, b: AdditiveLine): AdditiveLine => {
  if (a.kind === 'counts' && b.kind === 'counts') return addFields(a, b, countsRules);
  if (a.kind === 'script' && b.kind === 'script') return addFields(a, b, scriptRules);
  throw new Error(`a line of ${a.kind} can't be added to one of ${b.kind}`);
};
