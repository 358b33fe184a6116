import type { Headroom, SettingsHeadroom } from '../../../runs/schema/headroom.ts';
import type { Interval } from '../../stats/interval.ts';
import { peakTimes, ratesOf } from '../../traffic/load.ts';
import { failuresAllowed } from '../search/chance.ts';
import type { Candidate } from '../trials/candidates.ts';
import { type Lab, openLab, tryAll } from '../trials/lab.ts';
import { meanOver, meets, runsOf } from '../trials/trial.ts';
import { reachedBy } from './order-interval.ts';
import { lagMeanMs, withLagTimes } from './what-if.ts';

/** Neighbouring peaks that are told apart, and the largest that is tried: beyond it is another plan. */
const peakStep = 1.03;
const peakFactorMax = 4;

/** Peaks and start-up lags of the curves, against the recorded ones. */
const curvePeaks = [0.8, 1, 1.2, 1.4, 1.6, 1.8, 2] as const;
const curveLags = [0.1, 0.5, 1, 1.5, 2, 3] as const;

/** A curve is for the eye: so many runs at each of its points. */
const curveDrawsMax = 20;

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
    const opened = openLab({ ...options, load: peakTimes(load, factor), margin: 0, spikeShare: 1 });
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
  const [from, to] = [least, peakFactorMax].map((factor) => Math.log(factor / anchor) / Math.log(peakStep));
  const steps = Math.floor(to! - 1e-9) - Math.ceil(from! + 1e-9);
  return Array.from({ length: steps + 1 }, (_, i) => anchor * peakStep ** (Math.ceil(from! + 1e-9) + i));
};

/**
 * The largest peak that a candidate holds in each draw, by bisection: more load under the same random numbers is hardly
 * ever easier. 0: not even the least.
 */
const heldPeaks = (
  labAt: (factor: number) => Lab,
  candidate: Candidate,
  { draws, peaks }: { readonly draws: readonly number[]; readonly peaks: readonly number[] },
): number[] => {
  let open = draws.map((draw) => ({ draw, held: -1, failed: peaks.length }));
  while (open.some(({ held, failed }) => failed - held > 1)) {
    open = open.map((each) => {
      if (each.failed - each.held <= 1) return each;
      const middle = Math.floor((each.held + each.failed) / 2);
      const [trial] = tryAll(labAt(peaks[middle]!), [candidate], { draws: [each.draw] });
      return meets(trial!.runs.get(each.draw)!) ? { ...each, held: middle } : { ...each, failed: middle };
    });
  }
  return open.map(({ held }) => peaks[held] ?? 0);
};

const pointOf = (lab: Lab, candidate: Candidate, draws: readonly number[]) => {
  const [trial] = tryAll(lab, [candidate], { draws });
  const runs = runsOf(trial!, draws);
  return {
    chance: runs.filter(meets).length / runs.length,
    errorShare: meanOver(runs, ({ hardest }) => hardest.errorShare),
  };
};

const timesRate = ({ low, mid, high, confidence }: Interval, peak: number): Interval => ({
  low: low * peak,
  mid: mid * peak,
  high: high * peak,
  confidence,
});

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
  const curveDraws = draws.toSorted((a, b) => a - b).slice(0, curveDrawsMax);
  const lagMs = lagMeanMs(lab);
  const lagLabs = curveLags.map((factor) => ({
    lagMs: lagMs * factor,
    lab: openLab({ ...lab.options, margin: 0, spikeShare: 1, change: withLagTimes(factor) }),
  }));
  const missesMax = Math.max(0, failuresAllowed(draws.length, confidence));
  const settings = asked.map(({ of, candidate }): SettingsHeadroom => {
    const held = heldPeaks(labAt, candidate, { draws, peaks });
    const peakFactor = reachedBy(held, { missesMax, share: 1 - confidence });
    return {
      of,
      peakFactor,
      ratePerSecond: timesRate(peakFactor, peak),
      isLargestTried: peakFactor.mid >= peaks.at(-1)!,
      byPeak: curvePeaks.map((factor) => ({
        peakFactor: factor,
        ...pointOf(labAt(factor), candidate, curveDraws),
      })),
      byStartupLag: lagLabs.map(({ lagMs: atMs, lab: other }) => ({
        lagMs: atMs,
        ...pointOf(other, candidate, curveDraws),
      })),
    };
  });
  return {
    baselineRatePerSecond: baseline,
    peakRatePerSecond: peak,
    lagMs,
    confidence,
    runs: draws.length,
    settings,
  };
};
