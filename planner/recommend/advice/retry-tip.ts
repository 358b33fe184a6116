import type { Retries } from '../../../runs/schema/load/retries.ts';
import type { Model } from '../../../runs/schema/model/model.ts';
import type { Note } from '../../../runs/schema/plan/notes.ts';
import { medianOfValues } from '../../stats/simple.ts';
import { higherPeak, type PlanLoad, type RateLoad, ratesOf } from '../../traffic/load.ts';
import type { Candidate } from '../trials/candidates.ts';
import type { Lab } from '../trials/lab.ts';
import { candidateModel, failedShare } from '../trials/other-load.ts';

/** The question ends at so many times the planned peak. */
const factorMax = 4;

/** Halvings between the baseline and that peak, on a logarithmic scale: good to 5 % over a range of 1 to 20. */
const halvings = 6;

/** After the load the baseline goes on for so long, and its end is judged: what still fails then is not passing. */
const aftermathSeconds = 600;
const judgedSeconds = 120;

/** Of the lab's worlds; a median needs no more. */
const worldsMax = 5;

type Asked = { readonly lab: Lab; readonly load: RateLoad; readonly retries: Retries };

/** The load with its peak times a factor, and the baseline after it for a while. */
const withAftermath = (load: RateLoad, factor: number): RateLoad => {
  const higher = higherPeak(load, factor);
  return {
    ...higher,
    durationSeconds: higher.durationSeconds + aftermathSeconds,
    steps: [...higher.steps, { atSecond: higher.durationSeconds, rate: ratesOf(load).baseline }],
  };
};

/** Whether the end of the aftermath still breaks the limit of errors. */
const isDown = ({ lab }: Asked, draw: number, model: Model): boolean =>
  failedShare(lab, draw, model) > lab.options.slo.maxErrorShare;

/** The smallest peak factor from which on retries keep a candidate down in one world; infinity if none does. */
const tipIn = (asked: Asked, draw: number, candidate: Candidate): number => {
  const { lab, load, retries } = asked;
  const { baseline, peak } = ratesOf(load);
  const downAt = (factor: number): boolean => {
    const longer = withAftermath(load, factor);
    const warmupSeconds = longer.durationSeconds - judgedSeconds;
    const model = { ...candidateModel(lab, { draw, candidate, load: longer }), warmupSeconds };
    return (
      isDown(asked, draw, { ...model, retries }) && !isDown(asked, draw, { ...model, retries: undefined })
    );
  };
  let [low, high] = [baseline / peak, factorMax];
  if (!downAt(high)) return Number.POSITIVE_INFINITY;
  for (let i = 0; i < halvings; i++) {
    const middle = Math.sqrt(low * high);
    if (downAt(middle)) high = middle;
    else low = middle;
  }
  return high;
};

const asRate = (factor: number, peak: number): number | null =>
  Number.isFinite(factor) ? Number((factor * peak).toPrecision(2)) : null;

/** A load that has a baseline to come back to. */
const isSpike = (load: PlanLoad): load is RateLoad => {
  const { baseline, peak } = ratesOf(load);
  return load.kind === 'rate' && baseline > 0 && baseline < peak;
};

/**
 * The tipping point of retries: from which peak on they keep the service down after it, at the baseline rate that the
 * service serves without them (a metastable failure: Bronson et al., "Metastable failures in distributed systems", HotOS
 * 2021). The median over a few worlds, and the lowest.
 *
 * @param retries how clients try again; without them, and for a load without a baseline, nothing is said
 */
export const retryTips = (
  lab: Lab,
  retries: Retries | undefined,
  candidates: Readonly<Record<'advised' | 'inUse', Candidate>>,
): Note[] => {
  const { load } = lab.options;
  if (retries === undefined || !isSpike(load)) return [];
  const asked: Asked = { lab, load, retries };
  const draws = lab.worlds.slice(0, worldsMax).map((_, draw) => draw);
  const { peak } = ratesOf(load);
  return (['inUse', 'advised'] as const).map((settings): Note => {
    const tips = draws.map((draw) => tipIn(asked, draw, candidates[settings]));
    return {
      code: 'retriesTip',
      settings,
      countMax: retries.countMax,
      fromRatePerSecond: asRate(medianOfValues(tips), peak),
      lowestRatePerSecond: asRate(Math.min(...tips), peak),
      triedRatePerSecondMax: factorMax * peak,
      worlds: draws.length,
    };
  });
};
