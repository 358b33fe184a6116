import type { Phase } from '../../runs/schema/load/load.ts';
import type { Arrivals } from '../../runs/schema/model/arrivals.ts';
import type { RateStep } from '../../runs/schema/model/rate-steps.ts';
import { evenDispersionMax } from '../calibrate/burstiness.ts';
import { plannedRateSteps } from '../timeline/planned-rate.ts';

/** A stepwise rate. */
export type RateLoad = {
  readonly kind: 'rate';
  readonly durationSeconds: number;
  readonly steps: readonly RateStep[];
};

/** A load that is simulated second by second: a stepwise rate, or the exact number of requests in each second. */
export type TimedLoad = RateLoad | { readonly kind: 'counts'; readonly perSecond: readonly number[] };

/**
 * A day, a week or a month that comes again and again: its levels from its start on, and what a spike adds to the
 * highest of them.
 */
export type DayLoad = {
  readonly kind: 'day';
  /** The first at second 0. */
  readonly steps: readonly RateStep[];
  /** After so many seconds it begins again: a day, or the length of a trace. */
  readonly periodSeconds: number;
  /** Rates above the level beneath; null for a day without a spike of its own. */
  readonly spike: RateLoad | null;
};

/** The load to plan for. */
export type PlanLoad = TimedLoad | DayLoad;

/** Seconds of a day. */
export const daySeconds = 86_400;

/** Counts are taken together over so many seconds to tell a peak or a baseline from noise. */
const windowSeconds = 10;

/** Share of the windows of a counted load that count as its baseline. */
const baselineWindows = 0.2;

/** The recorded load, as its phases planned it. */
export const loadOfPhases = (phases: readonly Phase[]): RateLoad => ({
  kind: 'rate',
  durationSeconds: phases.reduce(
    (end, phase) => Math.max(end, phase.startSeconds + phase.durationSeconds),
    0,
  ),
  steps: plannedRateSteps(phases),
});

/** So many requests in each second. */
export const loadOfCounts = (perSecond: readonly number[]): TimedLoad => ({ kind: 'counts', perSecond });

/** A rate of its own for each second; equal ones beside each other are one step. */
const loadOfRates = (perSecond: readonly number[]): RateLoad => ({
  kind: 'rate',
  durationSeconds: perSecond.length,
  steps: perSecond
    .map((rate, atSecond) => ({ atSecond, rate }))
    .filter(({ rate }, i) => i === 0 || rate !== perSecond[i - 1]),
});

/** A load of one rate. */
export const steadyLoad = (ratePerSecond: number, durationSeconds: number): RateLoad => ({
  kind: 'rate',
  durationSeconds,
  steps: [{ atSecond: 0, rate: ratePerSecond }],
});

/** The same rates, each turned into another. */
const mapRates = <Load extends Pick<RateLoad, 'steps'>>(load: Load, by: (rate: number) => number): Load => ({
  ...load,
  steps: load.steps.map((step) => ({ ...step, rate: by(step.rate) })),
});

const highestOf = (steps: readonly RateStep[]): number =>
  steps.reduce((highest, { rate }) => Math.max(highest, rate), 0);

/** A day with a spike on top: what stands out of the recorded baseline is laid on its highest level. */
export const withSpike = (load: DayLoad, recorded: RateLoad | undefined): DayLoad => {
  if (recorded === undefined) return load;
  const { baseline } = ratesOf(recorded);
  return { ...load, spike: mapRates(recorded, (rate) => rate - baseline) };
};

/**
 * A day of levels.
 *
 * @param steps from second 0 on, below 86 400
 * @param recorded a spike to lay on top
 */
export const loadOfDay = (steps: readonly RateStep[], recorded?: RateLoad): DayLoad =>
  withSpike({ kind: 'day', steps, periodSeconds: daySeconds, spike: null }, recorded);

/** A longer trace is not simulated from end to end: its hardest rises and its levels are. */
const wholeSecondsMax = 3600;

/** Of a trace of more than a day. */
const coarseMeanSeconds = 60;

/** Means are taken over so many seconds: bursts stay visible, and a month has a bounded number of steps. */
const meanSecondsOf = (durationSeconds: number): number =>
  durationSeconds <= daySeconds ? windowSeconds : coarseMeanSeconds;

/** Rates of means over `width` seconds, one for each second. */
const meansOver = (perSecond: readonly number[], width: number): number[] => {
  const means: number[] = [];
  for (let start = 0; start < perSecond.length; start += width) {
    const part = perSecond.slice(start, start + width);
    const mean = part.reduce((sum, n) => sum + n, 0) / part.length;
    for (let i = 0; i < part.length; i++) means.push(mean);
  }
  return means;
};

/**
 * The load of a trace. Up to an hour it is simulated as it is; a longer one, be it a day, a week or a month, by its
 * hardest rises and its levels, in means of 10 s, or of 60 s above a day.
 *
 * @param perSecond requests of each second, or the mean of a longer step
 * @param isCounted whether each second has its own whole count
 */
export const loadOfTrace = (perSecond: readonly number[], isCounted: boolean): PlanLoad => {
  const { length } = perSecond;
  if (length <= wholeSecondsMax) return isCounted ? loadOfCounts(perSecond) : loadOfRates(perSecond);
  const { steps } = loadOfRates(meansOver(perSecond, meanSecondsOf(length)));
  return { kind: 'day', steps, periodSeconds: length, spike: null };
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
  const peak = highestOf(load.steps);
  const baseline = load.steps.reduce((lowest, { rate }) => Math.min(lowest, rate), Number.POSITIVE_INFINITY);
  return { baseline, peak: load.kind === 'day' ? peak + highestOf(load.spike?.steps ?? []) : peak };
};

/** Seconds; those of a day are its period. */
export const durationOf = (load: PlanLoad): number => {
  if (load.kind === 'day') return load.periodSeconds;
  return load.kind === 'rate' ? load.durationSeconds : load.perSecond.length;
};

/**
 * Rates with their peak at `factor` times what it was: the baseline stays, what stands out of it grows. A load without a
 * baseline of its own (a soak) grows as a whole.
 *
 * @param factor > 0
 */
export const higherPeak = (load: RateLoad, factor: number): RateLoad => {
  const { baseline, peak } = ratesOf(load);
  const stretched = baseline < peak && factor * peak > baseline;
  const scale = stretched ? (factor * peak - baseline) / (peak - baseline) : factor;
  const floor = stretched ? baseline : 0;
  return mapRates(load, (rate) => floor + (rate - floor) * scale);
};

/** The same timed load with its peak at `factor` times what it was: see `peakTimes`. */
export const timedPeakTimes = (load: TimedLoad, factor: number): TimedLoad =>
  load.kind === 'counts'
    ? loadOfCounts(load.perSecond.map((n) => Math.round(n * factor)))
    : higherPeak(load, factor);

/** The same day with its peak at `factor` times what it was: see `peakTimes`. */
export const dayPeakTimes = (load: DayLoad, factor: number): DayLoad => {
  const grown = (rate: number): number => rate * factor;
  return { ...mapRates(load, grown), spike: load.spike && mapRates(load.spike, grown) };
};

/**
 * The same load with its peak at `factor` times what it was. Counts and days have no baseline of their own and grow as a
 * whole.
 *
 * @param factor > 0
 */
export const peakTimes = (load: PlanLoad, factor: number): PlanLoad =>
  load.kind === 'day' ? dayPeakTimes(load, factor) : timedPeakTimes(load, factor);

/**
 * How the requests of a load come: as evenly, as randomly or in such bursts as they were recorded.
 *
 * @param dispersion variance / mean of the counts per second: 0 evenly spaced, 1 Poisson
 */
export const arrivalsOf = (load: TimedLoad, dispersion: number): Arrivals => {
  if (load.kind === 'counts') return { kind: 'counts', perSecond: [...load.perSecond] };
  const ratePerSecond = [...load.steps];
  if (dispersion < evenDispersionMax) return { kind: 'even', ratePerSecond };
  return { kind: 'poisson', ratePerSecond, ...(dispersion > 1 && { dispersion }) };
};
