import type { LoadColumns, Timeline } from '../../runs/schema/result/timeline.ts';
import { csvText } from './csv-text.ts';
import { activeRequests, countName, durationName } from './otel-names.ts';

/** A CSV file of a run. */
type CsvFile = { readonly name: string; readonly text: string };

type Value = number | boolean | null | undefined;
type Column = { readonly name: string; readonly values: readonly Value[] };

/** Digits of a second that are written: a microsecond. */
const microsecondDigits = 6;

const inSeconds = (values: readonly (number | null)[]): Value[] =>
  values.map((ms) => (ms === null ? null : Number((ms / 1000).toFixed(microsecondDigits))));

/** What came of the arrivals of each second. Latency counts from the planned arrival, connecting included. */
const loadColumns = (load: LoadColumns): Column[] => [
  { name: 'headroom.arrivals.planned', values: load.planned },
  { name: 'headroom.arrivals.sent', values: load.arrivals },
  { name: 'headroom.arrivals.dropped', values: load.dropped },
  { name: 'headroom.requests.sent', values: load.requests },
  ...(load.retries === undefined ? [] : [{ name: 'headroom.requests.retried', values: load.retries }]),
  { name: 'headroom.requests.unanswered', values: load.unanswered },
  ...Object.entries(load.outcomes).map(([outcome, values]) => ({ name: countName(outcome), values })),
  { name: durationName('p50'), values: inSeconds(load.latencyP50Ms) },
  { name: durationName('p95'), values: inSeconds(load.latencyP95Ms) },
  { name: durationName('p99'), values: inSeconds(load.latencyP99Ms) },
  { name: 'headroom.ok.duration.p50', values: inSeconds(load.okLatencyP50Ms) },
  { name: 'headroom.ok.duration.p95', values: inSeconds(load.okLatencyP95Ms) },
  { name: 'headroom.failed.duration.p50', values: inSeconds(load.failedLatencyP50Ms) },
  { name: 'headroom.service.duration.mean', values: inSeconds(load.serviceMeanMs) },
  { name: 'headroom.lateness.p50', values: inSeconds(load.latenessP50Ms) },
  { name: 'headroom.lateness.p99', values: inSeconds(load.latenessP99Ms) },
  { name: 'headroom.connections.opened', values: load.connections },
];

const generatorColumns = ({ load }: Timeline): Column[] => [
  { name: 'headroom.rate.offered', values: load.offeredRatePerSecond },
  { name: activeRequests, values: load.inFlight },
  { name: 'headroom.generator.at_fault', values: load.generatorAtFault },
];

const clusterColumns = ({ cluster }: Timeline): Column[] => [
  { name: 'headroom.replicas.desired', values: cluster.desired },
  { name: 'headroom.replicas.ready', values: cluster.ready },
  { name: 'headroom.replicas.pending', values: cluster.pending },
  { name: 'headroom.slots.busy', values: cluster.busySlots },
  { name: 'headroom.utilization', values: cluster.utilization },
];

/** Unknown is an empty cell, never a zero. */
const textOf = (value: Value): string => (value === null || value === undefined ? '' : String(value));

const fileOf = (name: string, timeline: Timeline, columns: readonly Column[]): CsvFile => {
  const rows = Array.from({ length: timeline.seconds }, (_, second) => [
    new Date(timeline.startedAtMs + 1000 * second).toISOString(),
    String(second),
    ...columns.map(({ values }) => textOf(values[second])),
  ]);
  return { name, text: csvText(['time', 'headroom.offset', ...columns.map((column) => column.name)], rows) };
};

/**
 * The grid of seconds as CSV: of the whole load with the replicas, and of each endpoint where there are several.
 * Durations are in seconds, as OpenTelemetry has them.
 */
export const secondsCsv = (timeline: Timeline): readonly CsvFile[] => [
  fileOf('seconds.csv', timeline, [
    ...loadColumns(timeline.load),
    ...generatorColumns(timeline),
    ...clusterColumns(timeline),
  ]),
  ...(timeline.endpoints ?? []).map((endpoint) =>
    fileOf(`seconds-${endpoint.name}.csv`, timeline, loadColumns(endpoint)),
  ),
];
