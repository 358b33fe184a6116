import type { LoadCounts, LoadGauge, LoadLine, LoadLost } from '../../runs/schema/load-series.ts';
import { emptySketch, mergeSketches, type Sketch } from '../stats/sketch.ts';

/** What came of a set of arrivals, those of one second or of one phase: counts of requests, and sketches in ms. */
export type LoadCell = {
  readonly arrivals: number;
  /** By outcome: "200", "503", "timeout", … An outcome that never came has no entry. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Planned arrivals that found no virtual user: never sent. */
  readonly dropped: number;
  /** By outcome, from sending to the last byte, or until the request failed. */
  readonly latencyMs: Readonly<Record<string, Sketch>>;
  /** Inside run(), where the server tells it. */
  readonly serviceMs: Sketch;
};

/** Counts and latencies of no request. */
export const emptyCell = (): LoadCell => ({
  arrivals: 0,
  outcomes: {},
  dropped: 0,
  latencyMs: {},
  serviceMs: emptySketch,
});

const addRecords = <Value>(
  a: Readonly<Record<string, Value>>,
  b: Readonly<Record<string, Value>>,
  add: (left: Value, right: Value) => Value,
): Record<string, Value> => {
  const sum = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const left = sum[key];
    sum[key] = left === undefined ? value : add(left, value);
  }
  return sum;
};

/** Two sets of arrivals as one. Commutative and associative; the empty cell is its zero. */
export const addCells = (a: LoadCell, b: LoadCell | LoadCounts): LoadCell => ({
  arrivals: a.arrivals + b.arrivals,
  outcomes: addRecords(a.outcomes, b.outcomes, (left, right) => left + right),
  dropped: a.dropped + (b.dropped ?? 0),
  latencyMs: addRecords(a.latencyMs, b.latencyMs ?? {}, mergeSketches),
  serviceMs: b.serviceMs === undefined ? a.serviceMs : mergeSketches(a.serviceMs, b.serviceMs),
});

/** Requests that ended, with an answer or an error. */
export const answeredOf = (cell: LoadCell): number =>
  Object.values(cell.outcomes).reduce((sum, n) => sum + n, 0);

/** Latency in ms of the requests whose outcome `picks` accepts. */
export const latencyOf = (cell: LoadCell, picks: (outcome: string) => boolean): Sketch =>
  Object.entries(cell.latencyMs)
    .filter(([outcome]) => picks(outcome))
    .map(([, sketch]) => sketch)
    .reduce(mergeSketches, emptySketch);

/** A load series, added up over generators and endpoints. */
export type FoldedLoad = {
  /** By second of arrival, seconds since the epoch, in rising order; a second in which nothing happened has no entry. */
  readonly bySecond: ReadonlyMap<number, LoadCell>;
  readonly byPhase: ReadonlyMap<string, LoadCell>;
  readonly total: LoadCell;
  /** In order of time. */
  readonly gauges: readonly LoadGauge[];
  readonly lost: readonly LoadLost[];
};

const addTo = <Key>(cells: Map<Key, LoadCell>, key: Key, counts: LoadCounts): void => {
  cells.set(key, addCells(cells.get(key) ?? emptyCell(), counts));
};

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Folds the lines of `load.ndjson` into sums per second and per phase. Lines are additive deltas (a late answer adds
 * to the second that sent it), so the result is the same in whatever order they come and from however many
 * generators; only the floating sums of latencies may differ in their last bits. Headers are passed over.
 */
export const foldLoad = (lines: Iterable<LoadLine>): FoldedLoad => {
  const bySecond = new Map<number, LoadCell>();
  const byPhase = new Map<string, LoadCell>();
  const gauges: LoadGauge[] = [];
  const lost: LoadLost[] = [];
  for (const line of lines) {
    if (line.kind === 'gauge') gauges.push(line);
    else if (line.kind === 'lost') lost.push(line);
    else if (line.kind === 'counts') {
      addTo(bySecond, line.second, line);
      addTo(byPhase, line.phase, line);
    }
  }
  return {
    bySecond: new Map([...bySecond].sort(([a], [b]) => a - b)),
    byPhase: new Map([...byPhase].sort(([a], [b]) => compareTexts(a, b))),
    total: [...byPhase.values()].reduce(addCells, emptyCell()),
    gauges: gauges.sort((a, b) => a.atMs - b.atMs || compareTexts(a.generator, b.generator)),
    lost: lost.sort((a, b) => a.fromMs - b.fromMs || compareTexts(a.generator, b.generator)),
  };
};
