import {
  downscale,
  emptySketch,
  finestScale,
  mergeSketches,
  type Sketch,
} from '../../planner/stats/sketch.ts';
import type { LoadCounts, Outcome } from '../../runs/schema/load-series.ts';
import { blockedErrorCode, metricNames, secondTag } from '../../scenarios/lib/metrics.ts';
import { k6Metrics } from './k6-metrics.ts';
import type { Metric } from './otlp-decode.ts';
import type { Attributes, HistogramPoint, NumberPoint } from './otlp-points.ts';
import { isAnswered, outcomeOf } from './outcome.ts';
import { secondOfArrival } from './second-of-arrival.ts';

/** What one export adds to the arrivals of one second and phase. */
export type Booking = Pick<LoadCounts, 'second' | 'phase' | 'arrivals' | 'outcomes'> & {
  dropped: number;
  latencyMs: Record<string, Sketch>;
  serviceMs: Sketch;
};

type Book<Point> = (booking: Booking, point: Point) => void;

/** Both sketches together, not finer than a load series keeps them. */
const addSketch = (sum: Sketch | undefined, sketch: Sketch): Sketch =>
  mergeSketches(sum ?? emptySketch, downscale(sketch, finestScale));

const addOutcome = ({ outcomes }: Booking, outcome: Outcome, requests: number): void => {
  outcomes[outcome] = (outcomes[outcome] ?? 0) + requests;
};

const addLatency = ({ latencyMs }: Booking, outcome: Outcome, sketch: Sketch): void => {
  latencyMs[outcome] = addSketch(latencyMs[outcome], sketch);
};

/** A request that the script itself refused to send: its one sample is the script's, whatever k6 has booked. */
const isRefusedByScript = (attributes: Attributes): boolean =>
  attributes.get('error_code') === blockedErrorCode;

const bookArrivals: Book<NumberPoint> = (booking, { value }) => {
  booking.arrivals += value;
};

const bookDropped: Book<NumberPoint> = (booking, { value }) => {
  booking.dropped += value;
};

const bookOutcomes: Book<NumberPoint> = (booking, { attributes, value }) => {
  if (!isRefusedByScript(attributes)) addOutcome(booking, outcomeOf(attributes), value);
};

/** Only of requests that were answered: k6 books 0 ms for a dial that failed. */
const bookLatency: Book<HistogramPoint> = (booking, { attributes, sketch }) => {
  if (isAnswered(attributes)) addLatency(booking, outcomeOf(attributes), sketch);
};

const bookFailures: Book<HistogramPoint> = (booking, { attributes, sketch }) => {
  const outcome = outcomeOf(attributes);
  addLatency(booking, outcome, sketch);
  if (isRefusedByScript(attributes)) addOutcome(booking, outcome, sketch.count);
};

const bookService: Book<HistogramPoint> = (booking, { sketch }) => {
  booking.serviceMs = addSketch(booking.serviceMs, sketch);
};

/** What each metric adds. */
const sumBooks: ReadonlyMap<string, Book<NumberPoint>> = new Map([
  [metricNames.arrivals, bookArrivals],
  [k6Metrics.requests, bookOutcomes],
  [k6Metrics.dropped, bookDropped],
]);
const histogramBooks: ReadonlyMap<string, Book<HistogramPoint>> = new Map([
  [k6Metrics.latencyMs, bookLatency],
  [metricNames.failedMs, bookFailures],
  [metricNames.serviceMs, bookService],
]);

/** The series that takes all samples beyond the limit on series; it has no other attribute. */
const isOverflow = (attributes: Attributes): boolean => attributes.get('otel.metric.overflow') === true;

/** Samples of a metric that had more series than k6 keeps apart: their second and phase are lost. */
export type Overflow = { readonly name: string; readonly fromMs: number; readonly toMs: number };

export type BookedExport = {
  /** Sorted by second, then phase. */
  readonly bookings: readonly Booking[];
  readonly overflows: readonly Overflow[];
};

/**
 * Sorts the samples of one export by the second in which their request arrived and by phase (k6's scenario).
 * Samples without a scenario (setup and teardown) and those of the control scenario are no load.
 */
export const bookExport = (metrics: readonly Metric[], controlScenario: string): BookedExport => {
  const bookings = new Map<string, Booking>();
  const overflows: Overflow[] = [];

  const bookingOf = (second: number, phase: string): Booking => {
    const key = `${second} ${phase}`;
    const known = bookings.get(key);
    if (known !== undefined) return known;
    const booking = {
      second,
      phase,
      arrivals: 0,
      outcomes: {},
      dropped: 0,
      latencyMs: {},
      serviceMs: emptySketch,
    };
    bookings.set(key, booking);
    return booking;
  };

  const bookAll = <Point extends NumberPoint | HistogramPoint>(
    name: string,
    points: readonly Point[],
    book: Book<Point> | undefined,
  ): void => {
    if (book === undefined) return;
    for (const point of points) {
      const { attributes, fromMs, toMs } = point;
      const phase = attributes.get('scenario');
      if (isOverflow(attributes)) overflows.push({ name, fromMs, toMs });
      if (phase === undefined || phase === controlScenario) continue;
      book(bookingOf(secondOfArrival(attributes.get(secondTag), toMs), String(phase)), point);
    }
  };

  for (const metric of metrics) {
    if (metric.kind === 'sum') bookAll(metric.name, metric.points, sumBooks.get(metric.name));
    if (metric.kind === 'histogram') bookAll(metric.name, metric.points, histogramBooks.get(metric.name));
  }
  return {
    bookings: [...bookings.values()].sort((a, b) => a.second - b.second || (a.phase < b.phase ? -1 : 1)),
    overflows,
  };
};
