import type { LoadRunner } from '../../runs/schema/load/load-runners.ts';
import type {
  LoadCounts,
  LoadEnd,
  LoadGauge,
  LoadLine,
  LoadLost,
  LoadSample,
  LoadStall,
} from '../../runs/schema/load-series.ts';
import { emptySketch, mergeSketches, type Sketch } from '../stats/sketch.ts';
import { foldOwnMetrics, type OwnMetricSum } from './fold-own-metrics.ts';
import { type CheckSum, foldChecks } from './fold-script.ts';
import { judgedCell } from './judged-cell.ts';

/** What came of a set of arrivals, those of one second or of one phase: counts of requests, and sketches in ms. */
export type LoadCell = {
  /** Planned arrivals that were fired. */
  readonly arrivals: number;
  /** Requests that these arrivals began, without those that were sent again. */
  readonly requests: number;
  /** Requests that were sent again after a failure, in the second that sent them. */
  readonly retries: number;
  /** Arrivals whose script threw. */
  readonly exceptions: number;
  /** Of `outcomes`, what the script judges against its status. None in a folded load: there it has a name of its own. */
  readonly judgedOtherwise: Readonly<Record<string, number>>;
  readonly connections: number;
  /** Times that the transport sent a request again by itself. */
  readonly resent: number;
  /**
   * By outcome: "200", "503", "timeout", and "409 expected" or "200 unexpected" where a script judges so. An outcome
   * that never came has no entry.
   */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Planned arrivals beyond the cap on requests in flight: never sent. */
  readonly dropped: number;
  /** By outcome, from the planned arrival to the last byte, or until the request failed. */
  readonly latencyMs: Readonly<Record<string, Sketch>>;
  /** Of a load that tries again: each try by itself, as the service saw it. Empty for other loads. */
  readonly triesMs: Readonly<Record<string, Sketch>>;
  /** Inside run(), where the server tells it. */
  readonly serviceMs: Sketch;
  /** Arrival fired minus planned, and the part of it that waited for a virtual user. */
  readonly latenessMs: Sketch;
  readonly userWaitMs: Sketch;
  /** Of requests that opened a connection. */
  readonly connectMs: Sketch;
  readonly tlsMs: Sketch;
};

/** Counts and latencies of no request. */
export const emptyCell = (): LoadCell => ({
  arrivals: 0,
  requests: 0,
  retries: 0,
  exceptions: 0,
  judgedOtherwise: {},
  connections: 0,
  resent: 0,
  outcomes: {},
  dropped: 0,
  latencyMs: {},
  triesMs: {},
  serviceMs: emptySketch,
  latenessMs: emptySketch,
  userWaitMs: emptySketch,
  connectMs: emptySketch,
  tlsMs: emptySketch,
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

const addSketches = (a: Sketch, b: Sketch | undefined): Sketch => (b === undefined ? a : mergeSketches(a, b));

/** Two sets of arrivals as one. Commutative and associative; the empty cell is its zero. */
export const addCells = (a: LoadCell, b: LoadCell | LoadCounts): LoadCell => ({
  arrivals: a.arrivals + b.arrivals,
  requests: a.requests + (b.requests ?? 0),
  retries: a.retries + (b.retries ?? 0),
  exceptions: a.exceptions + (b.exceptions ?? 0),
  judgedOtherwise: addRecords(a.judgedOtherwise, b.judgedOtherwise ?? {}, (left, right) => left + right),
  connections: a.connections + (b.connections ?? 0),
  resent: a.resent + (b.resent ?? 0),
  outcomes: addRecords(a.outcomes, b.outcomes, (left, right) => left + right),
  dropped: a.dropped + (b.dropped ?? 0),
  latencyMs: addRecords(a.latencyMs, b.latencyMs ?? {}, mergeSketches),
  triesMs: addRecords(a.triesMs, b.triesMs ?? {}, mergeSketches),
  serviceMs: addSketches(a.serviceMs, b.serviceMs),
  latenessMs: addSketches(a.latenessMs, b.latenessMs),
  userWaitMs: addSketches(a.userWaitMs, b.userWaitMs),
  connectMs: addSketches(a.connectMs, b.connectMs),
  tlsMs: addSketches(a.tlsMs, b.tlsMs),
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

/** The same of what the service saw: where the load tries again, each try by itself. */
export const servedLatencyOf = (cell: LoadCell, picks: (outcome: string) => boolean): Sketch =>
  latencyOf(Object.keys(cell.triesMs).length > 0 ? { ...cell, latencyMs: cell.triesMs } : cell, picks);

/** What came of a load, or of the part of it that went to one endpoint. */
export type FoldedCells = {
  /** By second of arrival, seconds since the epoch, in rising order; a second in which nothing happened has no entry. */
  readonly bySecond: ReadonlyMap<number, LoadCell>;
  readonly byPhase: ReadonlyMap<string, LoadCell>;
  readonly total: LoadCell;
};

/** Of an endpoint that nothing was sent to. */
export const noCells: FoldedCells = { bySecond: new Map(), byPhase: new Map(), total: emptyCell() };

/** A load series, added up over generators and endpoints. */
export type FoldedLoad = FoldedCells & {
  /** Of each endpoint by its name; one that nothing was sent to has no entry. */
  readonly byEndpoint: ReadonlyMap<string, FoldedCells>;
  /** Of a script: its checks by name, phase and second. */
  readonly checks: readonly CheckSum[];
  /** Of a script: metrics that it made itself, by name and phase. */
  readonly ownMetrics: readonly OwnMetricSum[];
  /** In order of time. */
  readonly gauges: readonly LoadGauge[];
  readonly lost: readonly LoadLost[];
  /** When the generator itself stood still. */
  readonly stalls: readonly LoadStall[];
  /** The first failing answers of each outcome. */
  readonly samples: readonly LoadSample[];
  /** The end line of each generator that ended in order. */
  readonly ends: readonly LoadEnd[];
  /** What came of each runner, where several fired the load. */
  readonly runners: readonly LoadRunner[];
  /** Lines that are missing in the numbering of their stream, and those that it says it lost. */
  readonly linesLost: number;
};

const addTo = <Key>(cells: Map<Key, LoadCell>, key: Key, counts: LoadCounts): void => {
  cells.set(key, addCells(cells.get(key) ?? emptyCell(), counts));
};

const judged = <Key>(cells: readonly (readonly [Key, LoadCell])[]): Map<Key, LoadCell> =>
  new Map(cells.map(([key, cell]) => [key, judgedCell(cell)]));

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Adds up lines of counts by second and phase. */
const foldCounts = (lines: readonly LoadCounts[]): FoldedCells => {
  const bySecond = new Map<number, LoadCell>();
  const byPhase = new Map<string, LoadCell>();
  for (const line of lines) {
    addTo(bySecond, line.second, line);
    addTo(byPhase, line.phase, line);
  }
  return {
    bySecond: judged([...bySecond].sort(([a], [b]) => a - b)),
    byPhase: judged([...byPhase].sort(([a], [b]) => compareTexts(a, b))),
    total: judgedCell([...byPhase.values()].reduce(addCells, emptyCell())),
  };
};

/** The part of a load that went to each endpoint; one endpoint has all of it. */
const foldEndpoints = (lines: readonly LoadCounts[], whole: FoldedCells): Map<string, FoldedCells> => {
  const byName = [...Map.groupBy(lines, ({ endpoint }) => endpoint)];
  return new Map(byName.map(([name, own]) => [name, byName.length === 1 ? whole : foldCounts(own)]));
};

/** Why lines of a load were never written, each reason once. */
export const lostReasonsOf = ({ lost }: Pick<FoldedLoad, 'lost'>): string[] => [
  ...new Set(lost.map(({ reason }) => reason)),
];

/** Numbers that are missing between the first line of each generator and its last: lines that never came. */
const linesMissing = (lines: readonly LoadLine[]): number => {
  const seen = new Map<string, { count: number; last: number }>();
  for (const { generator, seq } of lines) {
    const { count, last } = seen.get(generator) ?? { count: 0, last: -1 };
    seen.set(generator, { count: count + 1, last: Math.max(last, seq) });
  }
  return [...seen.values()].reduce((sum, { count, last }) => sum + Math.max(0, last + 1 - count), 0);
};

/**
 * Folds the lines of `load.ndjson` into sums per second and per phase, of all and of each endpoint. Lines are additive deltas (a late answer adds
 * to the second that sent it), so the result is the same in whatever order they come and from however many
 * generators; only the floating sums of latencies may differ in their last bits. Headers are passed over.
 */
export const foldLoad = (given: Iterable<LoadLine>): FoldedLoad => {
  const lines = [...given];
  const counts = lines.filter((line) => line.kind === 'counts');
  const whole = foldCounts(counts);
  const inTime = <Line extends { readonly generator: string }>(all: Line[], atMs: (line: Line) => number) =>
    all.sort((a, b) => atMs(a) - atMs(b) || compareTexts(a.generator, b.generator));
  return {
    ...whole,
    byEndpoint: foldEndpoints(counts, whole),
    checks: foldChecks(lines),
    ownMetrics: foldOwnMetrics(lines),
    gauges: inTime(
      lines.filter((line) => line.kind === 'gauge'),
      ({ atMs }) => atMs,
    ),
    lost: inTime(
      lines.filter((line) => line.kind === 'lost'),
      ({ fromMs }) => fromMs,
    ),
    stalls: inTime(
      lines.filter((line) => line.kind === 'stall'),
      ({ fromMs }) => fromMs,
    ),
    samples: inTime(
      lines.filter((line) => line.kind === 'sample'),
      ({ second }) => second,
    ),
    ends: lines.filter((line) => line.kind === 'end'),
    runners: lines.filter((line) => line.kind === 'runner'),
    linesLost: linesMissing(lines),
  };
};
