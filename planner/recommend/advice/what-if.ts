import type { Headroom } from '../../../runs/schema/headroom.ts';
import type { Change } from '../../../runs/schema/recommendation.ts';
import { meanOfDistribution } from '../../stats/distributions.ts';
import { type Bar, gaugeOf, passes } from '../search/bar.ts';
import type { Candidate } from '../trials/candidates.ts';
import { type Lab, openLab } from '../trials/lab.ts';
import type { Tries } from '../trials/tries.ts';
import { tryingAll } from '../trials/try-all.ts';

/** The question ends here: a peak or a lag that is four times what was planned for is another plan. */
const factorMax = 4;

/** Halvings of the interval 1..4 on a logarithmic scale: the answer is good to 5 %. */
const halvings = 5;

/** Whether settings pass where replicas take so many times as long to start. */
function* passesAt(lab: Lab, advised: Candidate, asked: { times: number; gauge: Bar }): Tries<boolean> {
  const { times, gauge } = asked;
  const other = openLab({ ...lab.options, judgedOnly: true, lagTimes: times }, lab.means);
  const [trial] = yield* tryingAll(other, [advised], gauge);
  return passes(trial!, gauge);
}

/**
 * How many times as long a start the settings bear, from 1 on; null if all of `factorMax`. By bisection over the hardest draws
 * alone.
 */
export function* longestLag(lab: Lab, advised: Candidate, bar: Bar): Tries<number | null> {
  const gauge = gaugeOf(bar);
  if (yield* passesAt(lab, advised, { times: factorMax, gauge })) return null;
  let [low, high] = [1, factorMax];
  for (let i = 0; i < halvings; i++) {
    const middle = Math.sqrt(low * high);
    if (yield* passesAt(lab, advised, { times: middle, gauge })) low = middle;
    else high = middle;
  }
  return low;
}

const rounded = (value: number): number => Number(value.toPrecision(2));

/** Mean start-up lag over the worlds of a lab, in milliseconds. */
export const lagMeanMs = ({ worlds }: Lab): number => {
  const means = worlds.map(
    ({
      parameters: {
        replica: { startupLag: lag },
      },
    }) =>
      lag.kind === 'parts'
        ? [lag.schedule, lag.pull, lag.init, lag.ready].reduce(
            (sum, part) => sum + meanOfDistribution(part),
            0,
          )
        : meanOfDistribution(lag),
  );
  return means.reduce((sum, mean) => sum + mean, 0) / means.length;
};

const peakChange = (headroom: Headroom): Change[] =>
  headroom.settings
    .filter(({ of }) => of === 'advice')
    .map(({ peakFactor, ratePerSecond, isLargestTried }) => ({
      what: 'peak',
      factor: isLargestTried || peakFactor.mid === 0 ? null : peakFactor.mid,
      triedFactorMax: factorMax,
      value: isLargestTried ? null : rounded(ratePerSecond.mid),
    }));

/**
 * What would change the advice: how much higher a peak, or how much longer a start, the settings bear. The peak is that of
 * the headroom.
 *
 * @param factor of the start-up lag, by `longestLag`
 */
export const changesOf = (lab: Lab, factor: number | null, headroom: Headroom): Change[] => {
  const value = factor === null ? null : rounded(lagMeanMs(lab) * factor);
  return [...peakChange(headroom), { what: 'startupLag', factor, triedFactorMax: factorMax, value }];
};
