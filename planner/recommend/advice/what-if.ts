import type { Headroom } from '../../../runs/schema/headroom.ts';
import type { Change } from '../../../runs/schema/recommendation.ts';
import { meanOfDistribution } from '../../stats/distributions.ts';
import { type Bar, gaugeOf, passes } from '../search/bar.ts';
import type { Candidate } from '../trials/candidates.ts';
import { type Lab, openLab } from '../trials/lab.ts';
import { tryAll } from '../trials/try-all.ts';

/** The question ends here: a peak or a lag that is four times what was planned for is another plan. */
const factorMax = 4;

/** Halvings of the interval 1..4 on a logarithmic scale: the answer is good to 5 %. */
const halvings = 5;

/** The largest factor from 1 on at which something still holds; null if it holds at `factorMax`. */
const lastHolding = (holds: (factor: number) => boolean): number | null => {
  if (holds(factorMax)) return null;
  let [low, high] = [1, factorMax];
  for (let i = 0; i < halvings; i++) {
    const middle = Math.sqrt(low * high);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
};

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
 * the headroom; the lag is found by bisection over the hardest draws alone.
 */
export const changesOf = (
  lab: Lab,
  advised: Candidate,
  { bar, headroom }: { readonly bar: Bar; readonly headroom: Headroom },
): Change[] => {
  const gauge = gaugeOf(bar);
  const factor = lastHolding((times) => {
    const other = openLab({ ...lab.options, judgedOnly: true, lagTimes: times }, lab.means);
    const [trial] = tryAll(other, [advised], gauge);
    return passes(trial!, gauge);
  });
  const value = factor === null ? null : rounded(lagMeanMs(lab) * factor);
  return [...peakChange(headroom), { what: 'startupLag', factor, triedFactorMax: factorMax, value }];
};
