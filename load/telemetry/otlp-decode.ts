/**
 * Decoder of an OTLP metrics export: the request that k6's OpenTelemetry output posts once a second.
 *
 * Written by hand because little is needed: ten small messages, less than half of their fields. These tables say it
 * in fewer lines than the generated code of a protobuf library, and without a second tree of objects to take apart.
 * Field numbers: opentelemetry-proto 1.x, as in `otlp-points.ts`.
 */
import { type HistogramPoint, type NumberPoint, readHistogramPoint, readNumberPoint } from './otlp-points.ts';
import {
  type Fields,
  fieldTag,
  into,
  type Reader,
  readAll,
  readMessage,
  readString,
  readVarint,
  skipBytes,
} from './protobuf-reader.ts';

/** Sums and histograms hold what was added within the window, a gauge its last value. */
type Data =
  | { readonly kind: 'sum' | 'gauge'; readonly points: readonly NumberPoint[] }
  | { readonly kind: 'histogram'; readonly points: readonly HistogramPoint[] };
export type Metric = Data & { readonly name: string };

export type Decoded =
  | { readonly kind: 'metrics'; readonly metrics: readonly Metric[] }
  | { readonly kind: 'malformed'; readonly reason: string };

const deltaTemporality = 1;

/** Cumulative values would be added up again in every window. */
const assertDelta = (_points: unknown, reader: Reader): void => {
  const temporality = readVarint(reader);
  if (temporality !== deltaTemporality)
    throw new RangeError(`temporality ${temporality} instead of delta (1)`);
};

const gaugeFields: Fields<NumberPoint[]> = {
  [fieldTag(1, 'bytes')]: (points, reader) => points.push(readNumberPoint(reader)),
};

const sumFields: Fields<NumberPoint[]> = { ...gaugeFields, [fieldTag(2, 'varint')]: assertDelta };

const histogramFields: Fields<HistogramPoint[]> = {
  [fieldTag(1, 'bytes')]: (points, reader) => points.push(readHistogramPoint(reader)),
  [fieldTag(2, 'varint')]: assertDelta,
};

const refuseExplicitBuckets = (): never => {
  throw new RangeError('a histogram with explicit buckets instead of base-2 exponential ones');
};

type MetricDraft = { readonly isWanted: (name: string) => boolean; name: string; data: Data };

/** Reads a metric's data unless its name, which k6 sends first, is known to be unwanted. */
const wanted =
  (read: (reader: Reader) => Data) =>
  (metric: MetricDraft, reader: Reader): void => {
    if (metric.name !== '' && !metric.isWanted(metric.name)) skipBytes(reader);
    else metric.data = read(reader);
  };

const metricFields: Fields<MetricDraft> = {
  [fieldTag(1, 'bytes')]: into('name', readString),
  [fieldTag(5, 'bytes')]: wanted((reader) => ({
    kind: 'gauge',
    points: readMessage(reader, gaugeFields, []),
  })),
  [fieldTag(7, 'bytes')]: wanted((reader) => ({ kind: 'sum', points: readMessage(reader, sumFields, []) })),
  [fieldTag(9, 'bytes')]: wanted(refuseExplicitBuckets),
  [fieldTag(10, 'bytes')]: wanted((reader) => ({
    kind: 'histogram',
    points: readMessage(reader, histogramFields, []),
  })),
};

type Export = { readonly isWanted: (name: string) => boolean; readonly metrics: Metric[] };

const addMetric = ({ isWanted, metrics }: Export, reader: Reader): void => {
  const nothingAdded: Data = { kind: 'sum', points: [] };
  const { name, data } = readMessage(reader, metricFields, { isWanted, name: '', data: nothingAdded });
  if (isWanted(name)) metrics.push({ name, ...data });
};

const scopeFields: Fields<Export> = { [fieldTag(2, 'bytes')]: addMetric };
const resourceFields: Fields<Export> = {
  [fieldTag(2, 'bytes')]: (all, reader) => readMessage(reader, scopeFields, all),
};
const requestFields: Fields<Export> = {
  [fieldTag(1, 'bytes')]: (all, reader) => readMessage(reader, resourceFields, all),
};

/**
 * The wanted metrics in the body of an OTLP/HTTP request (ExportMetricsServiceRequest), in the order in which k6
 * collected them. Bytes that are no such request, and aggregations that can't be added up, give a reason instead.
 *
 * @example decodeMetrics(Buffer.alloc(0), () => true) // { kind: 'metrics', metrics: [] }
 */
export const decodeMetrics = (body: Buffer, isWanted: (name: string) => boolean): Decoded => {
  try {
    const { metrics } = readAll(body, requestFields, { isWanted, metrics: [] });
    return { kind: 'metrics', metrics };
  } catch (thrown) {
    if (thrown instanceof RangeError) return { kind: 'malformed', reason: thrown.message };
    throw thrown;
  }
};
