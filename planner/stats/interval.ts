/**
 * An estimate with its uncertainty. `low <= mid <= high`, all in the unit that the field's name carries;
 * `confidence` is the share (0..1) of repetitions in which [low, high] would cover the truth.
 */
export type Interval = {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
  readonly confidence: number;
};

/** What there can be too little of. The words for each are in reports/words/plan/estimate.ts. */
export const shortages = [
  'values',
  'secondsOfLoad',
  'requests',
  'successfulRequests',
  /** Values that bound a quantile on both sides. */
  'valuesAroundQuantile',
  /** Pairs of seconds in which both series are known and vary. */
  'pairsThatVary',
  'independentPairs',
  'blocks',
  /** Resamples in which the statistic exists. */
  'resamples',
  /** Answers of one kind. */
  'answers',
  /** Answers that end at one latency: those that came spread over a range. */
  'answersAtOneLatency',
  /** Seconds of load before the end of the run without trouble. */
  'quietSecondsAtEnd',
  /** Steps up of the planned load. */
  'rises',
  /** A load that reaches its steepest rise. */
  'secondsToRise',
  /** A load that was recorded to the end of its plan. */
  'secondsToEnd',
  /** Replicas that become ready while the load runs. */
  'startups',
] as const;

/** What there may be too little of. */
export type Shortage = (typeof shortages)[number];

/**
 * A refusal to conclude: what there was too little of, how much was needed and how much there was, in the unit that
 * `what` names; null where it can't be counted. A value, not an exception.
 */
export type NotEnoughData = {
  readonly kind: 'notEnoughData';
  readonly what: Shortage;
  readonly need: number | null;
  readonly have: number | null;
};

/**
 * Whether something could not be concluded.
 *
 * @example isNotEnoughData(notEnoughData('requests', 30, 12)) // true
 */
export const isNotEnoughData = (found: object): found is NotEnoughData =>
  'kind' in found && found.kind === 'notEnoughData';

/** A value with its interval, or why there is none. */
export type Estimate = Interval | NotEnoughData;

/** @example notEnoughData('secondsOfLoad', 30, 12) // { kind: 'notEnoughData', what: 'secondsOfLoad', need: 30, have: 12 } */
export const notEnoughData = (what: Shortage, need: number | null, have: number | null): NotEnoughData => ({
  kind: 'notEnoughData',
  what,
  need,
  have,
});

/**
 * Whether there was enough data.
 *
 * @example isInterval({ low: 1, mid: 2, high: 3, confidence: 0.95 }) // true
 */
export const isInterval = (estimate: Estimate): estimate is Interval => 'mid' in estimate;

/**
 * What is known, where an interval is asked for.
 *
 * @example exactly(1, 0.95) // { low: 1, mid: 1, high: 1, confidence: 0.95 }
 */
export const exactly = (value: number, confidence: number): Interval => ({
  low: value,
  mid: value,
  high: value,
  confidence,
});
