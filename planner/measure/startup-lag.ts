import type { Evidence } from '../../runs/schema/result.ts';
import { type Interval, type NotEnoughData, notEnoughData } from '../stats/interval.ts';
import { kaplanMeier, type Mass, valuesOf } from '../stats/kaplan-meier.ts';
import { meanOfValues, varianceOfValues } from '../stats/simple.ts';
import { studentCritical } from '../stats/student-t.ts';
import { sumOf } from '../stats/sum.ts';
import type { Typical } from '../stats/typical.ts';
import type { Recorded } from '../timeline/recording.ts';
import { confidence, evidenceOf } from './evidence.ts';
import { type Startup, type StartupParts, startupsIn } from './startups.ts';

/** The start-up lag as it was measured. */
export type StartupLag = {
  /** Positive throughout. */
  readonly meanMs: Interval;
  readonly typical: Typical;
  /** Its distribution: values at even shares, ascending. */
  readonly valuesMs: readonly number[];
  readonly startups: number;
  /** Replicas that were not ready when last seen: they count as slow, not as absent. */
  readonly unfinished: number;
  /** Replicas that fitted on no node for some time; that time is in no lag. */
  readonly waitedForNode: number;
  /** Share of the start-ups that are known from times in whole seconds only. */
  readonly wholeShare: number;
  /** Means over the start-ups that tell. */
  readonly partsMeanMs: StartupParts;
  readonly evidence: readonly Evidence[];
};

/**
 * Few starts know little of their own spread, and least of the rare long ones: the spread of other services counts as
 * much as so many starts. Their squared coefficient of variation: start-ups of model servers in Alibaba's GenTD26 trace
 * (n = 7531).
 */
export const otherServices = { scv: 0.53, asManyAsStarts: 2 } as const;

/** Variance of the difference of two times that are each cut to whole seconds: triangular on +-1 s. */
const cuttingVariance = 1e6 / 6;

/** Longest list of values that a distribution keeps. */
const valuesMax = 201;

/** Pulls values together about their mean by what the cutting to whole seconds has added to their spread. */
const withoutCutting = (lagsMs: readonly number[], wholeShare: number): number[] => {
  if (lagsMs.length < 2 || wholeShare === 0) return [...lagsMs];
  const variance = varianceOfValues(lagsMs);
  const added = cuttingVariance * wholeShare;
  const factor = variance === 0 ? 1 : Math.sqrt(Math.max(0, variance - added) / variance);
  const mean = meanOfValues(lagsMs);
  return lagsMs.map((lag) => Math.max(0, mean + (lag - mean) * factor));
};

type Grouped = Pick<Startup, 'decision'> & { readonly value: number };

/** Replicas of one decision start together and share nodes and registry: variance of the mean by whole decisions. */
const varianceByDecision = (values: readonly Grouped[]): number => {
  const groups = [...Map.groupBy(values, ({ decision }) => decision).values()];
  if (groups.length < 3) return 0;
  const mean = meanOfValues(values.map(({ value }) => value));
  const squares = groups.map((group) => sumOf(group.map(({ value }) => value - mean)) ** 2);
  return (sumOf(squares) * groups.length) / (groups.length - 1) / values.length ** 2;
};

const grouped = (startups: readonly Startup[], of: (lagMs: number) => number): Grouped[] =>
  startups.map(({ decision, lagMs }) => ({ decision, value: of(lagMs) }));

/** Degrees of freedom of the interval of the mean lag of so many starts. */
export const lagDegrees = (starts: number): number => starts + otherServices.asManyAsStarts - 1;

/**
 * Interval of the mean, from the spread of the values and from how much decisions differ, with Student's t; as a factor
 * up and down, since a time is not negative and its long tail lies above.
 */
const meanIntervalOf = (valuesMs: readonly number[], startups: readonly Startup[]): Interval => {
  const mid = Math.max(1, meanOfValues(valuesMs));
  const spread = valuesMs.length < 2 ? 0 : varianceOfValues(valuesMs) / mid ** 2;
  const starts = startups.length;
  const { scv, asManyAsStarts } = otherServices;
  const pooled = (starts * spread + asManyAsStarts * scv) / (starts + asManyAsStarts);
  const relativeVariance = Math.max(
    pooled / starts,
    varianceByDecision(grouped(startups, (ms) => ms)) / mid ** 2,
  );
  const factor = Math.exp(studentCritical(confidence, lagDegrees(starts)) * Math.sqrt(relativeVariance));
  return { low: mid / factor, mid, high: mid * factor, confidence };
};

/** A start in less time is one that the watch saw late. */
const lagMsLeast = 1;

const logOf = (lagMs: number): number => Math.log(Math.max(lagMsLeast, lagMs));

/** The typical lag, as well known as its mean: from the spread of the values, other services' and how much decisions differ. */
const typicalOf = (valuesMs: readonly number[], startups: readonly Startup[]): Typical => {
  const logs = valuesMs.map(logOf);
  const starts = startups.length;
  const { scv, asManyAsStarts } = otherServices;
  const spread = logs.length < 2 ? 0 : varianceOfValues(logs);
  const pooled = (starts * spread + asManyAsStarts * Math.log1p(scv)) / (starts + asManyAsStarts);
  return {
    mid: meanOfValues(logs),
    standardError: Math.sqrt(Math.max(pooled / starts, varianceByDecision(grouped(startups, logOf)))),
    degrees: lagDegrees(starts),
  };
};

/**
 * Some replicas never became ready, although others had long done so. They may have been slow or stuck, or the watch
 * missed that they were ready. They count as slow: as long as the slowest one seen, plus the distance between the
 * quickest one and the mean. This assumes that the time left to wait does not depend on the time already waited.
 */
const completed = (lagsMs: readonly number[], unfinishedMs: readonly number[]): Mass[] => {
  const { masses, left } = kaplanMeier(lagsMs, unfinishedMs);
  if (left === 0) return [...masses];
  const beyondMs = meanOfValues(lagsMs) - lagsMs.reduce((least, ms) => Math.min(least, ms));
  return [...masses, { value: masses.at(-1)!.value + beyondMs, share: left }];
};

const partMeansOf = (startups: readonly Startup[]): StartupParts => {
  const meanOf = (part: keyof StartupParts): number | null => {
    const known = startups.map(({ partsMs }) => partsMs[part]).filter((ms) => ms !== null);
    return known.length === 0 ? null : meanOfValues(known);
  };
  return {
    decide: meanOf('decide'),
    schedule: meanOf('schedule'),
    node: meanOf('node'),
    pull: meanOf('pull'),
    init: meanOf('init'),
  };
};

/**
 * Start-up lag: from the moment at which more replicas were wanted to a replica that is ready for the first time, over
 * the start-ups of all runs. Chosen over "from the creation of the pod", as the wait for a decision to become a pod is
 * part of what a spike has to sit out. Replicas that were taken back or left over while starting count as censored:
 * without them the slow ones would be missing. Time without a node that has room is left out, and told beside it.
 */
export const measureStartupLag = (runs: readonly Recorded[]): StartupLag | NotEnoughData => {
  const seen = runs.map(startupsIn);
  const startups = seen.flatMap((one) => one.startups);
  const unfinishedMs = seen.flatMap((one) => one.unfinishedMs);
  if (startups.length === 0) return notEnoughData('startups', 1, 0);
  const lagsMs = startups.map(({ lagMs }) => lagMs);
  const wholeShare = startups.filter(({ isWhole }) => isWhole).length / startups.length;
  const values = valuesOf(completed(lagsMs, unfinishedMs), Math.min(valuesMax, startups.length));
  const valuesMs = withoutCutting(values, wholeShare);
  return {
    meanMs: meanIntervalOf(valuesMs, startups),
    typical: typicalOf(valuesMs, startups),
    valuesMs,
    startups: startups.length,
    unfinished: unfinishedMs.length,
    waitedForNode: sumOf(seen.map((one) => one.waitedForNode)),
    wholeShare,
    partsMeanMs: partMeansOf(startups),
    evidence: evidenceOf(runs, 'cluster.ndjson', (_, run) => seen[run]!.startups.length),
  };
};
