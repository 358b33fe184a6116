import type { Headroom, SettingsHeadroom } from '../../../runs/schema/plan/headroom.ts';
import type { Interval } from '../../stats/interval.ts';
import { peakTimes, ratesOf } from '../../traffic/load.ts';
import { failuresAllowed } from '../search/chance.ts';
import type { Candidate } from '../trials/candidates.ts';
import { drawsToShow, hardestDraws, type Lab, openLab, trialOf } from '../trials/lab.ts';
import { meanLagMs } from '../trials/lag-times.ts';
import { holds } from '../trials/runs.ts';
import { begin, type Ending, type Tries } from '../trials/tries.ts';
import { leastHeld } from './held-peaks.ts';
import { leastLookedAt, reachedBy } from './order-interval.ts';
import { asRecorded, pointsOf, withLag } from './points.ts';

/** Ratio of two neighbouring peaks: nearer ones are not told apart. */
const peakStep = 1.03;

/**
 * The largest peak that is tried, against the recorded one; more would be another plan. Under a large margin it is this
 * many times the peak of the margin.
 */
const peakFactorMax = 4;
const aboveMarginMax = 1.1;

/** Peaks and start-up lags of the curves, against the recorded ones. */
const curvePeaks = [0.8, 1, 1.2, 1.4, 1.6, 1.8, 2] as const;
const curveLags = [0.1, 0.5, 1, 1.5, 2, 3] as const;

/** Labs of the same worlds with other peaks, each opened once. */
const labsByPeak = (lab: Lab): ((factor: number) => Lab) => {
  const labs = new Map<number, Lab>();
  const { load, ...options } = lab.options;
  return (factor) => {
    const known = labs.get(factor);
    if (known !== undefined) return known;
    const opened = openLab({ ...options, ...asRecorded, load: peakTimes(load, factor) }, lab.state);
    labs.set(factor, opened);
    return opened;
  };
};

/**
 * Peaks to try, ascending, none below the recorded baseline: 3 % apart, the one with the plan's margin among them, so
 * that what the plan has proven there is found again.
 */
const peaksOf = ({ options: { load, margin } }: Lab): number[] => {
  const { baseline, peak } = ratesOf(load);
  const anchor = 1 + margin;
  const least = Math.max(0.05, baseline / peak);
  const most = Math.max(peakFactorMax, aboveMarginMax * anchor);
  const [from, to] = [least, most].map((factor) => Math.log(factor / anchor) / Math.log(peakStep));
  const steps = Math.floor(to! - 1e-9) - Math.ceil(from! + 1e-9);
  return Array.from({ length: steps + 1 }, (_, i) => anchor * peakStep ** (Math.ceil(from! + 1e-9) + i));
};

/** What the headroom of settings is looked for in. */
export type PeakSearch = {
  readonly lab: Lab;
  readonly labAt: (factor: number) => Lab;
  /** The draws in which all settings are tried, in this order. */
  readonly draws: readonly number[];
  readonly confidence: number;
  readonly peaks: readonly number[];
  /** How many of the draws may hold less than what is told. */
  readonly reached: { readonly missesMax: number; readonly share: number };
};

/** Opens the search for headroom, for all settings whose headroom is asked for. */
export const openPeakSearch = (
  lab: Lab,
  { draws, confidence }: Pick<PeakSearch, 'draws' | 'confidence'>,
): PeakSearch => ({
  lab,
  labAt: labsByPeak(lab),
  draws,
  confidence,
  peaks: peaksOf(lab),
  reached: { missesMax: Math.max(0, failuresAllowed(draws.length, confidence)), share: 1 - confidence },
});

/**
 * The largest peak factor that a candidate holds in each draw; 0: it does not even hold the least. Exact for the draws
 * that hold least: see `leastHeld`. It can be searched, as more load under the same random numbers is hardly ever
 * easier. In a large service the easiest draws are not simulated: they get the largest factor that any other draw
 * holds.
 */
function* heldPeaks(
  { lab, labAt, draws, peaks, reached }: PeakSearch,
  candidate: Candidate,
): Tries<number[]> {
  const least = leastLookedAt(draws.length, reached);
  const hardest = draws.slice(0, Math.max(least, hardestDraws(lab, draws).length));
  const anchor = 1 + lab.options.margin;
  // What other questions ask of these peaks too is the whole score.
  const isShared = (peak: number): boolean => peak === anchor || curvePeaks.some((factor) => factor === peak);
  const search = leastHeld(hardest, {
    least,
    guess: peaks.findIndex((peak) => peak >= anchor),
    last: peaks.length - 1,
  });
  let turn = search.next();
  while (!turn.done) {
    const runs = turn.value.map(({ draw, at }) => {
      const atPeak = labAt(peaks[at]!);
      return { lab: atPeak, trial: trialOf(atPeak, candidate), draw, onlyVerdict: !isShared(peaks[at]!) };
    });
    yield runs;
    turn = search.next(runs.map(holds));
  }
  const held = turn.value;
  const most = Math.max(...held);
  return draws.map((_, i) => peaks[held[i] ?? most] ?? 0);
}

const timesRate = ({ low, mid, high, confidence }: Interval, peak: number): Interval => ({
  low: low * peak,
  mid: mid * peak,
  high: high * peak,
  confidence,
});

/** Begins the curves of each of the settings: what becomes of them at other peaks, and at other start-up lags. */
const beginCurves = (
  { lab, labAt, draws: all }: PeakSearch,
  candidates: readonly Candidate[],
): Ending<Pick<SettingsHeadroom, 'byPeak' | 'byStartupLag'>[]> => {
  const draws = drawsToShow(lab, all);
  const beginPoints = (at: Lab, tried: readonly Candidate[]) => begin(lab.state, pointsOf(at, tried, draws));
  const lagMs = meanLagMs(lab.worlds);
  // The highest first: memory that was made for its requests is enough for all others.
  const byPeak = curvePeaks
    .toReversed()
    .map((factor) => beginPoints(labAt(factor), candidates))
    .toReversed();
  const asRecordedPoints = byPeak[curvePeaks.indexOf(1)]!;
  // A number of replicas that stays starts none: its points are all the one at the recorded lag.
  const scaling = candidates.filter(({ minReplicas, maxReplicas }) => minReplicas < maxReplicas);
  const byLag = curveLags.map((factor) => (factor === 1 ? null : beginPoints(withLag(lab, factor), scaling)));
  return () =>
    candidates.map((candidate, i) => ({
      byPeak: byPeak.map((points, at) => ({ peakFactor: curvePeaks[at]!, ...points()[i]! })),
      byStartupLag: byLag.map((points, at) => ({
        lagMs: lagMs * curveLags[at]!,
        ...(points?.()[scaling.indexOf(candidate)] ?? asRecordedPoints()[i]!),
      })),
    }));
};

/** Settings whose headroom is asked for. */
type Asked = Pick<SettingsHeadroom, 'of'> & { readonly candidate: Candidate };

/** Begins to find how much more load than the recorded one settings hold. All are tried under the same requests. */
export const beginSettings = (search: PeakSearch, asked: readonly Asked[]): Ending<SettingsHeadroom>[] => {
  const { lab, peaks, reached } = search;
  const { peak } = ratesOf(lab.options.load);
  const candidates = asked.map(({ candidate }) => candidate);
  const held = candidates.map((candidate) => begin(lab.state, heldPeaks(search, candidate)));
  const curves = beginCurves(search, candidates);
  return asked.map(({ of }, i) => () => {
    const peakFactor = reachedBy(held[i]!(), reached);
    return {
      of,
      peakFactor,
      ratePerSecond: timesRate(peakFactor, peak),
      isLargestTried: peakFactor.mid >= peaks.at(-1)!,
      ...curves()[i]!,
    };
  });
};

/**
 * How much more load settings hold than the planned one: the largest peak at which the SLO still holds with the asked
 * confidence, and what happens on the way there. What grows with the peak is told at `peakTimes`.
 */
export const headroomOf = (
  { lab, draws, confidence }: PeakSearch,
  settings: readonly Ending<SettingsHeadroom>[],
): Headroom => {
  const { baseline, peak } = ratesOf(lab.options.load);
  return {
    baselineRatePerSecond: baseline,
    peakRatePerSecond: peak,
    lagMs: meanLagMs(lab.worlds),
    confidence,
    runs: draws.length,
    curveRuns: drawsToShow(lab, draws).length,
    settings: settings.map((end) => end()),
  };
};
