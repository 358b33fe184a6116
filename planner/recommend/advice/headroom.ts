import type { Headroom, SettingsHeadroom } from '../../../runs/schema/headroom.ts';
import type { Interval } from '../../stats/interval.ts';
import { peakTimes, ratesOf } from '../../traffic/load.ts';
import { failuresAllowed } from '../search/chance.ts';
import type { Candidate } from '../trials/candidates.ts';
import { drawsToShow, type Lab, openLab, trialOf } from '../trials/lab.ts';
import { completeRuns } from '../trials/runs.ts';
import { meets } from '../trials/trial.ts';
import { answered, inStep, type Look, leastHeld, type Search } from './held-peaks.ts';
import { leastLookedAt, reachedBy } from './order-interval.ts';
import { asRecorded, pointsOf, withLag } from './points.ts';
import { lagMeanMs } from './what-if.ts';

/** Neighbouring peaks that are told apart. */
const peakStep = 1.03;

/** The largest peak that is tried, beyond which is another plan; under a large margin some above that of the margin. */
const peakFactorMax = 4;
const aboveMarginMax = 1.1;

/** Peaks and start-up lags of the curves, against the recorded ones. */
const curvePeaks = [0.8, 1, 1.2, 1.4, 1.6, 1.8, 2] as const;
const curveLags = [0.1, 0.5, 1, 1.5, 2, 3] as const;

/** One of the settings whose headroom is asked for. */
type Asked = { readonly of: SettingsHeadroom['of']; readonly candidate: Candidate };

type Runs = { readonly draws: readonly number[]; readonly confidence: number };

/** Labs of the same worlds with other peaks, each opened once. */
const labsByPeak = (lab: Lab): ((factor: number) => Lab) => {
  const labs = new Map<number, Lab>();
  const { load, ...options } = lab.options;
  return (factor) => {
    const known = labs.get(factor);
    if (known !== undefined) return known;
    const opened = openLab({ ...options, ...asRecorded, load: peakTimes(load, factor) }, lab.means);
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

type HeldOptions = Pick<Runs, 'draws'> & {
  readonly peaks: readonly number[];
  /** The peak that is looked at first. */
  readonly anchor: number;
  readonly least: number;
};

/** Whether a candidate holds a peak in a draw. */
type PeakLook = Look & { readonly candidate: Candidate };

/** The largest peak that a candidate holds in each draw, as a step. */
function* heldSteps(candidate: Candidate, options: HeldOptions): Search<PeakLook, number[]> {
  const { draws, peaks, anchor, least } = options;
  const guess = peaks.findIndex((peak) => peak >= anchor);
  const search = leastHeld(draws, { least, guess, last: peaks.length - 1 });
  let turn = search.next();
  while (!turn.done) {
    const answers = yield turn.value.map((look) => ({ ...look, candidate }));
    turn = search.next(answers);
  }
  return turn.value;
}

/**
 * The largest peak that each candidate holds in each draw, for the draws that hold least: more load under the same
 * random numbers is hardly ever easier. 0: not even the least.
 */
const heldPeaks = (
  labAt: (factor: number) => Lab,
  candidates: readonly Candidate[],
  options: HeldOptions,
): number[][] => {
  const { peaks } = options;
  const answerAll = (looks: readonly PeakLook[]): boolean[] => {
    const runs = looks.map(({ draw, at, candidate }) => {
      const lab = labAt(peaks[at]!);
      return { lab, trial: trialOf(lab, candidate), draw };
    });
    completeRuns(runs);
    return runs.map(({ trial, draw }) => meets(trial.runs.get(draw)!));
  };
  const steps = answered(inStep(candidates.map((candidate) => heldSteps(candidate, options))), answerAll);
  return steps.map((ofCandidate) => ofCandidate.map((at) => peaks[at] ?? 0));
};

const timesRate = ({ low, mid, high, confidence }: Interval, peak: number): Interval => ({
  low: low * peak,
  mid: mid * peak,
  high: high * peak,
  confidence,
});

/** What becomes of each of the settings at other peaks, and at other start-up lags. */
const curvesOf = (
  lab: Lab,
  asked: readonly Asked[],
  { labAt, draws }: Pick<Runs, 'draws'> & { readonly labAt: (factor: number) => Lab },
): Pick<SettingsHeadroom, 'byPeak' | 'byStartupLag'>[] => {
  const candidates = asked.map(({ candidate }) => candidate);
  const lagMs = lagMeanMs(lab);
  const labWithLag = (factor: number): Lab => (factor === 1 ? labAt(1) : withLag(lab, factor));
  // The highest first: memory that was made for its requests is enough for all others.
  const byPeak = curvePeaks
    .toReversed()
    .map((factor) => pointsOf(labAt(factor), candidates, draws))
    .toReversed();
  // A number of replicas that stays starts none: its points are all the one at the recorded lag.
  const atRecordedLag = pointsOf(labAt(1), candidates, draws);
  const scaling = candidates.filter(({ minReplicas, maxReplicas }) => minReplicas < maxReplicas);
  const byLag = curveLags.map((factor) => pointsOf(labWithLag(factor), scaling, draws));
  return candidates.map((candidate, i) => ({
    byPeak: byPeak.map((points, at) => ({ peakFactor: curvePeaks[at]!, ...points[i]! })),
    byStartupLag: byLag.map((points, at) => ({
      lagMs: lagMs * curveLags[at]!,
      ...(points[scaling.indexOf(candidate)] ?? atRecordedLag[i]!),
    })),
  }));
};

/**
 * How much more load settings hold than the recorded one: the largest step from its baseline at which the SLO still holds
 * with the asked confidence, and what happens on the way there.
 *
 * @param lab of the plan: its worlds, with the load as recorded
 * @param runs.draws on which all are tried, in their order
 */
export const headroomOf = (lab: Lab, asked: readonly Asked[], { draws, confidence }: Runs): Headroom => {
  const { baseline, peak } = ratesOf(lab.options.load);
  const labAt = labsByPeak(lab);
  const peaks = peaksOf(lab);
  const curves = curvesOf(lab, asked, { labAt, draws: drawsToShow(lab, draws) });
  const reached = {
    missesMax: Math.max(0, failuresAllowed(draws.length, confidence)),
    share: 1 - confidence,
  };
  const search = {
    draws,
    peaks,
    anchor: 1 + lab.options.margin,
    least: leastLookedAt(draws.length, reached),
  };
  const held = heldPeaks(
    labAt,
    asked.map(({ candidate }) => candidate),
    search,
  );
  const settings = asked.map(({ of }, i): SettingsHeadroom => {
    const peakFactor = reachedBy(held[i]!, reached);
    return {
      of,
      peakFactor,
      ratePerSecond: timesRate(peakFactor, peak),
      isLargestTried: peakFactor.mid >= peaks.at(-1)!,
      ...curves[i]!,
    };
  });
  return {
    baselineRatePerSecond: baseline,
    peakRatePerSecond: peak,
    lagMs: lagMeanMs(lab),
    confidence,
    runs: draws.length,
    settings,
  };
};
