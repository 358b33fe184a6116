import type { Phase } from '../../runs/schema/load.ts';
import type { Arrivals } from '../../runs/schema/model.ts';
import { type RateStep, ratePieces } from '../../runs/schema/rate-steps.ts';
import { evenDispersionMax } from '../calibrate/burstiness.ts';
import { gammaSampler } from '../stats/distributions.ts';
import { createRandom, type Random } from '../stats/random.ts';

/** The load to plan for: a stepwise rate, or the exact number of requests in each second. */
export type PlanLoad =
  | { readonly kind: 'rate'; readonly durationSeconds: number; readonly steps: readonly RateStep[] }
  | { readonly kind: 'counts'; readonly perSecond: readonly number[] };

/** Above this index of dispersion requests come in bursts. */
const randomDispersionMax = 1;

/** Counts are taken together over so many seconds to tell a peak or a baseline from noise. */
const windowSeconds = 10;

/** Share of the windows of a counted load that count as its baseline. */
const baselineWindows = 0.2;

/** A sloping rate in steps of a second: the rate in the middle of each. */
const stepsOfPhase = (phase: Phase): RateStep[] => {
  let atSecond = phase.startSeconds;
  return phase.pieces.flatMap(({ durationSeconds, fromRatePerSecond, toRatePerSecond }) => {
    const start = atSecond;
    atSecond += durationSeconds;
    if (fromRatePerSecond === toRatePerSecond) return [{ atSecond: start, rate: fromRatePerSecond }];
    const perSecond = (toRatePerSecond - fromRatePerSecond) / durationSeconds;
    return Array.from({ length: Math.ceil(durationSeconds) }, (_, i) => ({
      atSecond: start + i,
      rate: fromRatePerSecond + perSecond * Math.min(durationSeconds, i + 0.5),
    }));
  });
};

/** The recorded load, as its phases planned it. */
export const loadOfPhases = (phases: readonly Phase[]): PlanLoad => ({
  kind: 'rate',
  durationSeconds: phases.reduce(
    (end, phase) => Math.max(end, phase.startSeconds + phase.durationSeconds),
    0,
  ),
  steps: phases.flatMap(stepsOfPhase),
});

/** So many requests in each second. */
export const loadOfCounts = (perSecond: readonly number[]): PlanLoad => ({ kind: 'counts', perSecond });

/**
 * Requests by their second: inside a second they are placed at random.
 *
 * @param seconds since the start, in any order
 * @example loadOfTimestamps([0.2, 2.5, 0.9]) // { kind: 'counts', perSecond: [2, 0, 1] }
 */
export const loadOfTimestamps = (seconds: readonly number[]): PlanLoad => {
  const last = seconds.reduce((latest, second) => Math.max(latest, Math.floor(second)), 0);
  const perSecond = new Array<number>(last + 1).fill(0);
  for (const second of seconds) perSecond[Math.floor(second)]!++;
  return { kind: 'counts', perSecond };
};

const windowRates = (perSecond: readonly number[]): number[] => {
  const width = Math.min(windowSeconds, perSecond.length);
  const starts = Array.from({ length: Math.ceil(perSecond.length / width) }, (_, i) =>
    Math.min(i * width, perSecond.length - width),
  );
  return starts
    .map((start) => perSecond.slice(start, start + width).reduce((sum, n) => sum + n, 0) / width)
    .sort((a, b) => a - b);
};

/** Lowest and highest rate of a load; of counts, in windows of 10 s. Requests per second. */
export const ratesOf = (load: PlanLoad): { readonly baseline: number; readonly peak: number } => {
  if (load.kind === 'counts') {
    const rates = windowRates(load.perSecond);
    return {
      baseline: rates[Math.floor(baselineWindows * (rates.length - 1))] ?? 0,
      peak: rates.at(-1) ?? 0,
    };
  }
  const rates = load.steps.map(({ rate }) => rate);
  return { baseline: Math.min(...rates), peak: Math.max(...rates) };
};

export const durationOf = (load: PlanLoad): number =>
  load.kind === 'rate' ? load.durationSeconds : load.perSecond.length;

/**
 * The same load with its peak at `factor` times what it was: the baseline stays, what stands out of it grows. A load
 * without a baseline of its own (a soak, or counts) grows as a whole.
 *
 * @param factor > 0
 */
export const peakTimes = (load: PlanLoad, factor: number): PlanLoad => {
  if (load.kind === 'counts') return loadOfCounts(load.perSecond.map((n) => Math.round(n * factor)));
  const { baseline, peak } = ratesOf(load);
  const stretched = baseline < peak && factor * peak > baseline;
  const scale = stretched ? (factor * peak - baseline) / (peak - baseline) : factor;
  const floor = stretched ? baseline : 0;
  return {
    ...load,
    steps: load.steps.map((step) => ({ ...step, rate: floor + (step.rate - floor) * scale })),
  };
};

/**
 * Rates of a second each, which vary from second to second as a gamma-mixed (negative binomial) count needs it. Each
 * second has a random stream of its own, so that a higher rate there moves no other second.
 */
const burstySteps = (
  load: Extract<PlanLoad, { kind: 'rate' }>,
  dispersion: number,
  random: Random,
): RateStep[] => {
  const seed = Math.floor(random() * 2 ** 31);
  return ratePieces(load.steps, load.durationSeconds).flatMap(({ startSecond, endSecond, ratePerSecond }) =>
    Array.from({ length: Math.ceil(endSecond - startSecond) }, (_, i) => {
      const atSecond = startSecond + i;
      const shape = ratePerSecond / (dispersion - 1);
      const sample = gammaSampler(shape, createRandom(seed, Math.floor(atSecond)));
      return { atSecond, rate: shape > 0 ? sample() * (dispersion - 1) : 0 };
    }),
  );
};

/**
 * How the requests of a load come: as evenly, as randomly or in such bursts as they were recorded.
 *
 * @param dispersion variance / mean of the counts per second: 0 evenly spaced, 1 Poisson
 * @param random for the bursts
 */
export const arrivalsOf = (load: PlanLoad, dispersion: number, random: Random): Arrivals => {
  if (load.kind === 'counts') return { kind: 'counts', perSecond: [...load.perSecond] };
  if (dispersion < evenDispersionMax) return { kind: 'even', ratePerSecond: [...load.steps] };
  if (dispersion <= randomDispersionMax) return { kind: 'poisson', ratePerSecond: [...load.steps] };
  return { kind: 'poisson', ratePerSecond: burstySteps(load, dispersion, random) };
};
