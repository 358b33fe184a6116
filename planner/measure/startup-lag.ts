import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Interval } from '../stats/interval.ts';
import { kaplanMeier, type Mass, valuesOf } from '../stats/kaplan-meier.ts';
import { meanOfValues, varianceOfValues } from '../stats/simple.ts';
import { studentCritical } from '../stats/student-t.ts';
import { sumOf } from '../stats/sum.ts';
import type { Recorded } from '../timeline/recording.ts';
import { withMean } from './empirical.ts';
import { confidence, evidenceOf, inWords } from './evidence.ts';
import { type Startup, startupsIn } from './startups.ts';

export type CalibratedLag = { readonly startupLag: Calibration['startupLag']; readonly warnings: string[] };

/**
 * Start-ups of model servers in Alibaba's GenTD26 trace (n = 7531): mean 22.0 s, squared coefficient of variation
 * 0.53, longest 79 s. A service whose start nobody saw may have any mean from a few seconds to that longest one.
 */
export const startupPrior = { meanMs: 22_000, scv: 0.53, lowMs: 5_000, highMs: 80_000 } as const;

/** Variance of the difference of two times that are each cut to whole seconds: triangular on +-1 s. */
const cuttingVariance = 1e6 / 6;

/** Fewer samples than this are worth a warning. */
const samplesFew = 5;

/** Longest list of values that a distribution keeps. */
const valuesMax = 201;

/** Pulls values together about their mean by what the cutting to whole seconds has added to their spread. */
const withoutCutting = (lagsMs: readonly number[], cutShare: number): number[] => {
  if (lagsMs.length < 2 || cutShare === 0) return [...lagsMs];
  const variance = varianceOfValues(lagsMs);
  const added = cuttingVariance * cutShare;
  const factor = variance === 0 ? 1 : Math.sqrt(Math.max(0, variance - added) / variance);
  const mean = meanOfValues(lagsMs);
  return lagsMs.map((lag) => Math.max(0, mean + (lag - mean) * factor));
};

/** Replicas of one decision start together and share nodes and registry: variance of the mean by whole decisions. */
const varianceByDecision = (startups: readonly Startup[]): number => {
  const groups = [...Map.groupBy(startups, ({ decision }) => decision).values()];
  if (groups.length < 3) return 0;
  const mean = meanOfValues(startups.map(({ lagMs }) => lagMs));
  const squares = groups.map((group) => sumOf(group.map(({ lagMs }) => lagMs - mean)) ** 2);
  return (sumOf(squares) * groups.length) / (groups.length - 1) / startups.length ** 2;
};

/**
 * Few starts know little of their own spread, and least of the rare long ones: the spread of other services counts as
 * much as so many starts.
 */
const priorStarts = 2;

/**
 * Interval of the mean, from the spread of the values and from how much decisions differ, with Student's t; as a factor
 * up and down, since a time is not negative and its long tail lies above.
 */
const meanIntervalOf = (valuesMs: readonly number[], startups: readonly Startup[]): Interval => {
  const mid = Math.max(1, meanOfValues(valuesMs));
  const spread = valuesMs.length < 2 ? 0 : varianceOfValues(valuesMs) / mid ** 2;
  const starts = startups.length;
  const pooled = (starts * spread + priorStarts * startupPrior.scv) / (starts + priorStarts);
  const relativeVariance = Math.max(pooled / starts, varianceByDecision(startups) / mid ** 2);
  const degrees = starts + priorStarts - 1;
  const factor = Math.exp(studentCritical(confidence, degrees) * Math.sqrt(relativeVariance));
  return { low: mid / factor, mid, high: mid * factor, confidence };
};

const meanOrZero = (values: readonly (number | null)[]): number => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? 0 : meanOfValues(known);
};

const assumedLag: Calibration['startupLag'] = {
  provenance: 'assumed',
  note: 'no replica became ready while the load ran; the start-ups of the public Alibaba GenTD26 trace stand in: mean 22 s',
  evidence: [],
  distribution: { kind: 'lognormal', meanMs: startupPrior.meanMs, scv: startupPrior.scv },
  meanMs: { low: startupPrior.lowMs, mid: startupPrior.meanMs, high: startupPrior.highMs, confidence },
  samples: 0,
  partsMeanMs: null,
};

/**
 * Replicas that never became ready while others took less may have been slow, stuck, or ready without the watch hearing
 * of it. They count as slow, by as much beyond the slowest one seen as the mean lies beyond the quickest: as if the time
 * that is left to wait had no memory.
 */
const completed = (lagsMs: readonly number[], unfinishedMs: readonly number[]): Mass[] => {
  const { masses, left } = kaplanMeier(lagsMs, unfinishedMs);
  if (left === 0) return [...masses];
  const beyondMs = meanOfValues(lagsMs) - lagsMs.reduce((least, ms) => Math.min(least, ms));
  return [...masses, { value: masses.at(-1)!.value + beyondMs, share: left }];
};

const sourceOf = (cutShare: number, unfinished: number): string => {
  const watched = 'as the watch saw both';
  const told = `${inWords(100 * cutShare)} % of them from times that the cluster cuts to whole seconds, whose spread is taken out`;
  const censored = `; ${unfinished} more were not ready when last seen and count as longer than that`;
  return `${cutShare === 0 ? watched : told}${unfinished === 0 ? '' : censored}`;
};

const warningsOf = (startups: number, unfinished: number): string[] => [
  ...(startups < samplesFew
    ? [`only ${startups} start-ups were recorded: the start-up lag is known poorly`]
    : []),
  ...(unfinished > startups
    ? [`${unfinished} replicas never became ready, more than did: the longest lags are not known`]
    : []),
];

/**
 * From the moment at which more replicas were wanted to a ready replica, over the start-ups of all runs. Replicas that
 * were taken back or left over while starting count as censored: without them the slow ones would be missing.
 */
export const calibrateLag = (runs: readonly Recorded[]): CalibratedLag => {
  const seen = runs.map(startupsIn);
  const startups = seen.flatMap(({ startups }) => startups);
  const unfinishedMs = seen.flatMap(({ unfinishedMs }) => unfinishedMs);
  if (startups.length === 0) {
    return { startupLag: assumedLag, warnings: ['the start-up lag is assumed: record a run that scales up'] };
  }
  const masses = completed(
    startups.map(({ lagMs }) => lagMs),
    unfinishedMs,
  );
  const cutShare = startups.filter(({ isWhole }) => isWhole).length / startups.length;
  const valuesMs = withoutCutting(valuesOf(masses, Math.min(valuesMax, startups.length)), cutShare);
  const meanMs = meanIntervalOf(valuesMs, startups);
  return {
    startupLag: {
      provenance: 'measured',
      note: `${startups.length} start-ups, from the decision to the ready replica, ${sourceOf(cutShare, unfinishedMs.length)}`,
      evidence: evidenceOf(runs, 'cluster.ndjson', (_, run) => seen[run]!.startups.length),
      distribution: withMean({ kind: 'empirical', quantilesMs: valuesMs }, meanMs.mid),
      meanMs,
      samples: startups.length,
      partsMeanMs: {
        schedule: meanOrZero(startups.map(({ scheduleMs }) => scheduleMs)),
        pull: meanOrZero(startups.map(({ pullMs }) => pullMs)),
        init: meanOrZero(startups.map(({ initMs }) => initMs)),
      },
    },
    warnings: warningsOf(startups.length, unfinishedMs.length),
  };
};
