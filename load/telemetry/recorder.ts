import { addCells, answeredOf, emptyCell, type LoadCell } from '../../planner/timeline/fold-load.ts';
import type { LoadCounts, LoadGauge, LoadLine, LoadLost } from '../../runs/schema/load-series.ts';
import { type Booking, bookExport } from './book-export.ts';
import { k6Metrics } from './k6-metrics.ts';
import type { Metric } from './otlp-decode.ts';
import { createWindowCheck, type Gap } from './window-check.ts';

export type RecorderOptions = {
  /** Names that every line carries, so that series of several generators and endpoints can be told apart. */
  readonly generator: string;
  readonly endpoint: string;
  /** k6 scenario that is no load. */
  readonly controlScenario: string;
};

/** All that was recorded so far, in one sum. */
export type LiveTotals = LoadCell & Pick<LoadGauge, 'inFlight' | 'virtualUsers' | 'virtualUsersMax'>;

export type Recorder = {
  /** The lines that one export adds to the load series. */
  readonly add: (metrics: readonly Metric[]) => LoadLine[];
  /** After the last export: what k6 should have sent before it ended and did not. */
  readonly finish: (endedAtMs: number) => LoadLine[];
  readonly totals: () => LiveTotals;
};

/** k6 sends its last window as it ends; this much time between the two is more than leaving takes. */
const leavingMsMax = 1000;

/** The last value of a gauge that k6 keeps once, for all scenarios; undefined before its first. */
const gaugeOf = (metrics: readonly Metric[], name: string): number | undefined => {
  const metric = metrics.find((one) => one.kind === 'gauge' && one.name === name);
  return metric?.kind === 'gauge' ? metric.points[0]?.value : undefined;
};

const gapReason = ({ fromMs, toMs }: Gap): string => {
  const seconds = (Math.abs(toMs - fromMs) / 1000).toFixed(2);
  return toMs > fromMs
    ? `no telemetry for ${seconds} s: k6 could not send it, its log tells why`
    : `telemetry windows overlap by ${seconds} s: samples may be counted twice`;
};

const overflowReason = (name: string): string =>
  `${name} had more series than k6 keeps apart: some samples have no second and no phase`;

/**
 * Turns the exports of one k6 into lines of `load.ndjson`, each written as soon as it is known: counts per second of
 * arrival and phase, one gauge per export, and a `lost` line wherever samples are known to be missing.
 * Memory does not grow with the length of the run: it holds sums, and the end of the last window.
 */
export const createRecorder = ({ generator, endpoint, controlScenario }: RecorderOptions): Recorder => {
  const windows = createWindowCheck();
  let sum = emptyCell();
  let users = { virtualUsers: 0, virtualUsersMax: 0 };

  let written = 0;
  const lost = (gap: Gap, reason: string): LoadLost => ({
    kind: 'lost',
    seq: ++written,
    generator,
    fromMs: Math.min(gap.fromMs, gap.toMs),
    toMs: Math.max(gap.fromMs, gap.toMs),
    reason,
  });

  const counts = ({ serviceMs, ...booking }: Booking): LoadCounts => ({
    kind: 'counts',
    seq: ++written,
    generator,
    endpoint,
    ...booking,
    ...(serviceMs.count > 0 && { serviceMs }),
  });

  /** Below zero only after a loss of arrivals, which has a line of its own. */
  const inFlight = (): number => Math.max(0, sum.arrivals - answeredOf(sum));

  const add: Recorder['add'] = (metrics) => {
    const gap = windows.next(metrics);
    const endMs = windows.endMs();
    if (endMs === undefined) return [];
    const { bookings, overflows } = bookExport(metrics, controlScenario);
    const lines = bookings.map(counts);
    sum = lines.reduce(addCells, sum);
    users = {
      virtualUsers: gaugeOf(metrics, k6Metrics.virtualUsers) ?? users.virtualUsers,
      virtualUsersMax: gaugeOf(metrics, k6Metrics.virtualUsersMax) ?? users.virtualUsersMax,
    };
    return [
      ...(gap === undefined ? [] : [lost(gap, gapReason(gap))]),
      ...overflows.map((overflow) => lost(overflow, overflowReason(overflow.name))),
      ...lines,
      {
        kind: 'gauge',
        seq: ++written,
        atMs: endMs,
        generator,
        inFlight: inFlight(),
        overdue: 0,
        queued: 0,
        cpuSeconds: 0,
        memoryBytes: 0,
        ...users,
      },
    ];
  };

  const finish: Recorder['finish'] = (endedAtMs) => {
    const endMs = windows.endMs();
    if (endMs === undefined || endedAtMs - endMs <= leavingMsMax) return [];
    return [lost({ fromMs: endMs, toMs: endedAtMs }, 'k6 ended without sending its last telemetry')];
  };

  return { add, finish, totals: () => ({ ...sum, inFlight: inFlight(), ...users }) };
};
