import type { Interval } from '../../planner/stats/interval.ts';
import { meanOfValues, quantileOfValues } from '../../planner/stats/simple.ts';
import type { Assessed, Trial } from './assess.ts';
import type { CheapestPair } from './cheapest.ts';
import type { SettingName } from './proposals.ts';

/**
 * A figure that the planner predicts with an interval, beside what came: of one run, or the median of the truth's runs;
 * null where either has none.
 */
const pairBy = {
  errorShare: (trial: Trial) => pairOf(trial.predicted.errorShare, trial.measured.errorShare),
  rejectedShare: (trial: Trial) => pairOf(trial.predicted.rejectedShare, trial.measured.rejectedShare),
  p95Ms: (trial: Trial) => pairOf(trial.predicted.latencyMs.p95, trial.measured.p95Ms),
  typicalP95Ms: (trial: Trial) => pairOf(trial.predicted.latencyMs.p95, trial.typicalP95Ms),
} as const;

export type ScoredFigure = keyof typeof pairBy;

type Pair = { readonly predicted: Interval; readonly measured: number };

const pairOf = (predicted: Interval | null, measured: number | null): Pair | null =>
  predicted === null || measured === null ? null : { predicted, measured };

const pairsOf = (trials: readonly Trial[], figure: ScoredFigure): Pair[] =>
  trials.map(pairBy[figure]).filter((pair) => pair !== null);

/** Rounding, not error. */
const tolerance = 1e-9;

const isInside = ({ predicted: { low, high }, measured }: Pair): boolean =>
  measured >= low - tolerance && measured <= high + tolerance;

/** A share with what it is a share of: null of nothing. */
export type Share = { readonly share: number | null; readonly of: number };

export const shareOf = <Value>(values: readonly Value[], holds: (value: Value) => boolean): Share => ({
  share: values.length === 0 ? null : values.filter(holds).length / values.length,
  of: values.length,
});

export type Quantiles = { readonly median: number; readonly p90: number; readonly of: number };

export const quantilesOf = (values: readonly number[]): Quantiles | null =>
  values.length === 0
    ? null
    : { median: quantileOfValues(values, 0.5), p90: quantileOfValues(values, 0.9), of: values.length };

/** Runs whose figure lies in its 95 % interval; where the others lie. */
export type Coverage = { readonly inside: Share; readonly below: number; readonly above: number };

export const coverageOf = (trials: readonly Trial[], figure: ScoredFigure): Coverage => {
  const pairs = pairsOf(trials, figure);
  return {
    inside: shareOf(pairs, isInside),
    below: pairs.filter(({ predicted, measured }) => measured < predicted.low - tolerance).length,
    above: pairs.filter(({ predicted, measured }) => measured > predicted.high + tolerance).length,
  };
};

/** Absolute error of the 503 share; `hard` leaves out runs where none came and none were predicted. */
export const rejectedErrors = (
  trials: readonly Trial[],
  options: { readonly hard: boolean },
): Quantiles | null =>
  quantilesOf(
    pairsOf(trials, 'rejectedShare')
      .filter(({ predicted, measured }) => !options.hard || measured > 0 || predicted.mid > 0)
      .map(({ predicted, measured }) => Math.abs(predicted.mid - measured)),
  );

const relativeErrorsOf = (pairs: readonly Pair[]): number[] =>
  pairs.map(({ predicted, measured }) => Math.abs(predicted.mid - measured) / measured);

/** |predicted - measured| / measured. */
export const p95Errors = (trials: readonly Trial[]): Quantiles | null =>
  quantilesOf(relativeErrorsOf(pairsOf(trials, 'p95Ms')));

/** The same of somebody who knows the truth, and predicts the median of its runs: what chance alone makes of p95. */
export const p95Chance = (trials: readonly Trial[]): Quantiles | null =>
  quantilesOf(
    trials.flatMap(({ measured: { p95Ms }, typicalP95Ms }) =>
      p95Ms === null || typicalP95Ms === null ? [] : [Math.abs(typicalP95Ms - p95Ms) / p95Ms],
    ),
  );

/** |predicted - median of the truth's runs| / that median: the error of p95 without the chance of the one run that was measured. */
export const p95TypicalErrors = (trials: readonly Trial[]): Quantiles | null =>
  quantilesOf(relativeErrorsOf(pairsOf(trials, 'typicalP95Ms')));

export const trialsOf = (services: readonly Assessed[], name?: SettingName): Trial[] =>
  services.flatMap(({ trials }) => trials.filter((trial) => name === undefined || trial.of === name));

/** Passes of the one re-run that an advice is judged by, and of the many that its cost is averaged over. */
export const passesOf = (services: readonly Assessed[]) => ({
  rerun: shareOf(trialsOf(services, 'advice'), ({ measured }) => measured.meets),
  certain: shareOf(
    trialsOf(
      services.filter(({ basis }) => basis === 'certain'),
      'advice',
    ),
    ({ measured }) => measured.meets,
  ),
  margin: shareOf(services, ({ marginMet }) => marginMet),
  marginMeanShare:
    services.length === 0
      ? null
      : meanOfValues(services.map(({ adviceMarginMetShare }) => adviceMarginMetShare)),
  meanShare:
    services.length === 0 ? null : meanOfValues(services.map(({ adviceMetShare }) => adviceMetShare)),
});

/** Chance of meeting the SLO from which settings count as holding. */
const holdsFrom = 0.95;

/**
 * Cost of the advice / cost of the cheapest settings that hold, where the advice holds too: by the runs that the cheapest was
 * searched with, or also by those that neither of them has seen.
 */
export const costRatios = (
  services: readonly Assessed[],
  { against }: { readonly against: keyof CheapestPair },
): Quantiles | null =>
  quantilesOf(
    services.flatMap(({ adviceReplicas, cheapest, ...advice }) => {
      const other = cheapest?.[against] ?? null;
      const holds = Math.min(advice.adviceMetShare, advice.adviceMarginMetShare) >= holdsFrom;
      const isEqual = holds && (against === 'searched' || advice.adviceIsProven);
      return other === null || !isEqual ? [] : [adviceReplicas / other.replicas];
    }),
  );

/** Offered load in erlangs: where the formula's lack of queueing, and of pooling, shows. */
export const loadClasses = [
  { name: 'small: below 5 busy slots', from: 0, to: 5 },
  { name: 'middle: 5 to 20', from: 5, to: 20 },
  { name: 'large: 20 and more', from: 20, to: Number.POSITIVE_INFINITY },
] as const;

export type AgainstPage = {
  readonly load: string;
  readonly services: number;
  /** Runs that miss the SLO, of 20 per service. */
  readonly adviceMissShare: number;
  readonly pageMissShare: number;
  /** Replica-hours of the advice / of the page's number, over all services of the class. */
  readonly replicaHoursRatio: number;
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Azure ML's formula beside the advice, by the size of the load; classes without a service are left out. */
export const againstPage = (services: readonly Assessed[]): AgainstPage[] =>
  loadClasses.flatMap(({ name, from, to }) => {
    const some = services.filter(({ erlangs }) => erlangs >= from && erlangs < to);
    if (some.length === 0) return [];
    return [
      {
        load: name,
        services: some.length,
        adviceMissShare: 1 - meanOfValues(some.map(({ adviceMetShare }) => adviceMetShare)),
        pageMissShare: 1 - meanOfValues(some.map(({ pageMetShare }) => pageMetShare)),
        replicaHoursRatio:
          sumOf(some.map(({ adviceReplicas }) => adviceReplicas)) /
          sumOf(some.map(({ pageReplicas }) => pageReplicas)),
      },
    ];
  });
