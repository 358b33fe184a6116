import type { Prediction } from '../../../runs/schema/recommendation.ts';
import type { Interval } from '../../stats/interval.ts';
import { medianOfValues } from '../../stats/simple.ts';
import { chanceOf } from '../search/chance.ts';
import type { Price } from '../trials/cost.ts';
import { pricePerHour } from '../trials/cost.ts';
import { costOf, meets, meetsAsPlanned, type RunScore, runsOf, type Trial } from '../trials/trial.ts';

const confidence = 0.95;

/** Fewer runs than this share had the figure: an interval of it would be of the lucky ones. */
const measuredShareMin = 0.5;

/** Value at a rank from 1 to n, ends included, straight lines between. */
const valueAtRank = (ascending: readonly number[], rank: number): number => {
  const at = Math.min(ascending.length, Math.max(1, rank));
  const below = ascending[Math.floor(at) - 1]!;
  const above = ascending[Math.ceil(at) - 1]!;
  return below + (at - Math.floor(at)) * (above - below);
};

/**
 * Interval that holds one further value of the same kind with 95 %, and the median: order statistics at
 * share x (n + 1), which is exact whatever the distribution. Below 39 values their range is all there is.
 * Source: Hahn & Meeker, "Statistical Intervals", section 5.4.
 *
 * @param values at least one, in any order
 */
export const predictiveInterval = (values: readonly number[]): Interval => {
  const ascending = values.toSorted((a, b) => a - b);
  const tail = (1 - confidence) / 2;
  return {
    low: valueAtRank(ascending, tail * (ascending.length + 1)),
    mid: medianOfValues(ascending),
    high: valueAtRank(ascending, (1 - tail) * (ascending.length + 1)),
    confidence,
  };
};

/** null where too few runs have the figure. */
const intervalOf = (runs: readonly RunScore[], pick: (run: RunScore) => number | null): Interval | null => {
  const values = runs.map(pick).filter((value) => value !== null);
  return values.length === 0 || values.length < measuredShareMin * runs.length
    ? null
    : predictiveInterval(values);
};

const scaled = (
  { low, mid, high, confidence: level }: Interval,
  by: (value: number) => number,
): Interval => ({
  low: by(low),
  mid: by(mid),
  high: by(high),
  confidence: level,
});

/** The interval with this mean in its middle, so that a cost is one figure wherever it stands. */
const aroundMean = ({ low, high, confidence: level }: Interval, mean: number): Interval => ({
  low: Math.min(low, mean),
  mid: mean,
  high: Math.max(high, mean),
  confidence: level,
});

/**
 * What a candidate's runs predict of the next one.
 *
 * @param options.draws that were not looked at when it was chosen
 * @param options.hasRise whether the load rises at all, so that there is something to recover from
 */
export const predict = (
  trial: Trial,
  options: {
    readonly draws: readonly number[];
    readonly price: Price | undefined;
    readonly hasRise: boolean;
  },
): Prediction => {
  const { draws, price, hasRise } = options;
  const runs = runsOf(trial, draws);
  const of = (pick: (run: RunScore) => number): Interval => predictiveInterval(runs.map(pick));
  const meanReplicas = costOf(trial, draws);
  const replicas = aroundMean(
    of((run) => run.meanReplicas),
    meanReplicas,
  );
  const recovered = runs.filter(({ secondsToRecover }) => secondsToRecover !== null).length;
  return {
    runs: runs.length,
    meetsSlo: chanceOf(runs.filter(meetsAsPlanned).length, runs.length),
    meetsSloWithMargin: chanceOf(runs.filter(meets).length, runs.length),
    errorShare: of(({ errorShare }) => errorShare),
    rejectedShare: of(({ rejectedShare }) => rejectedShare),
    timedOutShare: of(({ timedOutShare }) => timedOutShare),
    latencyMs: {
      p50: intervalOf(runs, ({ p50Ms }) => p50Ms),
      p95: intervalOf(runs, ({ p95Ms }) => p95Ms),
      p99: intervalOf(runs, ({ p99Ms }) => p99Ms),
    },
    replicas: { mean: of(({ replicasMean }) => replicasMean), max: of(({ replicasMax }) => replicasMax) },
    secondsToRecover: hasRise ? intervalOf(runs, ({ secondsToRecover }) => secondsToRecover) : null,
    recoveredShare: hasRise ? recovered / runs.length : null,
    cost: {
      replicas,
      meanReplicas,
      perHour: price === undefined ? null : scaled(replicas, (mean) => pricePerHour(mean, price)),
    },
  };
};
