import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Interval } from '../stats/interval.ts';
import { normalQuantile } from '../stats/normal.ts';
import { meanOfValues, varianceOfValues } from '../stats/simple.ts';
import { studentCritical } from '../stats/student-t.ts';
import { confidence, evidenceOf, inWords, type Recorded, sumOf } from './recorded.ts';
import { type Startup, startupsIn } from './startups.ts';

export type CalibratedLag = { readonly startupLag: Calibration['startupLag']; readonly warnings: string[] };

/**
 * Start-ups of model servers in Alibaba's GenTD26 trace (n = 7531): mean 22.0 s, squared coefficient of variation
 * 0.53, longest 79 s. A service whose start nobody saw may have any mean from a few seconds to that longest one.
 */
const prior = { meanMs: 22_000, scv: 0.53, lowMs: 5_000, highMs: 80_000 } as const;

/** Variance of the difference of two times that are each cut to whole seconds: triangular on +-1 s. */
const cuttingVariance = 1e6 / 6;

/** Fewer samples than this are worth a warning. */
const samplesFew = 5;

/** Longest list of single samples that a distribution keeps. */
const samplesKept = 201;

/** Pulls samples together about their mean by what the cutting to whole seconds has added to their spread. */
const withoutCutting = (lagsMs: readonly number[], cutShare: number): number[] => {
  if (lagsMs.length < 2) return [...lagsMs];
  const variance = varianceOfValues(lagsMs);
  const added = cuttingVariance * cutShare;
  const factor = variance === 0 ? 1 : Math.sqrt(Math.max(0, variance - added) / variance);
  const mean = meanOfValues(lagsMs);
  return lagsMs.map((lag) => Math.max(0, mean + (lag - mean) * factor));
};

/** Replicas of one decision start together and share nodes and registry: variance of the mean by whole decisions. */
const varianceByDecision = (startups: readonly Startup[], mean: number): number => {
  const groups = [...Map.groupBy(startups, ({ decision }) => decision).values()];
  if (groups.length < 3) return 0;
  const squares = groups.map((group) => sumOf(group.map(({ lagMs }) => lagMs - mean)) ** 2);
  return (sumOf(squares) * groups.length) / (groups.length - 1) / startups.length ** 2;
};

const meanOfLags = (startups: readonly Startup[]): Interval => {
  const lagsMs = startups.map(({ lagMs }) => lagMs);
  const mid = Math.max(1, meanOfValues(lagsMs));
  if (startups.length === 1) {
    const factor = 1 + normalQuantile((1 + confidence) / 2) * Math.sqrt(prior.scv);
    return { low: mid / factor, mid, high: mid * factor, confidence };
  }
  const independent = varianceOfValues(lagsMs) / startups.length;
  const standardError = Math.sqrt(Math.max(independent, varianceByDecision(startups, mid)));
  const halfWidth = studentCritical(confidence, startups.length - 1) * standardError;
  return { low: Math.max(mid / 10, mid - halfWidth), mid, high: mid + halfWidth, confidence };
};

const meanOrZero = (values: readonly (number | null)[]): number => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? 0 : meanOfValues(known);
};

/** An evenly thinned sorted list: the smallest, the largest, and quantiles between. */
const quantilesOf = (lagsMs: readonly number[]): number[] => {
  const sorted = [...lagsMs].sort((a, b) => a - b);
  if (sorted.length <= samplesKept) return sorted;
  return Array.from(
    { length: samplesKept },
    (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (samplesKept - 1))]!,
  );
};

const assumedLag: Calibration['startupLag'] = {
  provenance: 'assumed',
  note: 'no replica became ready while the load ran; the start-ups of the public Alibaba GenTD26 trace stand in: mean 22 s',
  evidence: [],
  distribution: { kind: 'lognormal', meanMs: prior.meanMs, scv: prior.scv },
  meanMs: { low: prior.lowMs, mid: prior.meanMs, high: prior.highMs, confidence },
  samples: 0,
  partsMeanMs: null,
};

/** From the moment at which more replicas were wanted to a ready replica, over the start-ups of all runs. */
export const calibrateLag = (runs: readonly Recorded[]): CalibratedLag => {
  const seen = runs.map(startupsIn);
  const startups = seen.flatMap(({ startups }) => startups);
  const unfinishedMs = seen.flatMap(({ unfinishedMs }) => unfinishedMs);
  if (startups.length === 0) {
    return { startupLag: assumedLag, warnings: ['the start-up lag is assumed: record a run that scales up'] };
  }
  const meanMs = meanOfLags(startups);
  const cutShare = startups.filter(({ isWhole }) => isWhole).length / startups.length;
  const lagsMs = withoutCutting(
    startups.map(({ lagMs }) => lagMs),
    cutShare,
  );
  const longer = unfinishedMs.filter((ms) => ms > meanMs.mid);
  const warnings: string[] = [];
  if (startups.length < samplesFew) {
    warnings.push(`only ${startups.length} start-ups were recorded: the start-up lag is known poorly`);
  }
  if (longer.length > 0) {
    warnings.push(
      `${longer.length} replicas were still starting after more than the mean lag when they were last seen: the longest lags are missing`,
    );
  }
  const withLonger = (sumOf(lagsMs) + sumOf(longer)) / (lagsMs.length + longer.length);
  return {
    startupLag: {
      provenance: 'measured',
      note: `${startups.length} start-ups, from the decision to the ready replica${cutShare > 0 ? `; ${inWords(100 * cutShare)} % of them from times that the cluster cuts to whole seconds, whose spread is taken out` : ', as the watch saw both'}`,
      evidence: evidenceOf(runs, 'cluster.ndjson', (_, run) => seen[run]!.startups.length),
      distribution: { kind: 'empirical', quantilesMs: quantilesOf(lagsMs) },
      meanMs: { ...meanMs, high: Math.max(meanMs.high, withLonger) },
      samples: startups.length,
      partsMeanMs: {
        schedule: meanOrZero(startups.map(({ scheduleMs }) => scheduleMs)),
        pull: meanOrZero(startups.map(({ pullMs }) => pullMs)),
        init: meanOrZero(startups.map(({ initMs }) => initMs)),
      },
    },
    warnings,
  };
};
