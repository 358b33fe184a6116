import type { Headroom } from '../../../runs/schema/plan/headroom.ts';
import type { Change } from '../../../runs/schema/recommendation.ts';
import { type Bar, quickBarOf, strainIn } from '../search/bar.ts';
import { nextIndex, type Seen } from '../search/next-index.ts';
import type { Candidate } from '../trials/candidates.ts';
import { type Lab, openLab } from '../trials/lab.ts';
import { meanLagMs } from '../trials/lag-times.ts';
import type { Tries } from '../trials/tries.ts';
import { tryingAll } from '../trials/try-all.ts';

/** The question ends here: a peak or a lag that is four times what was planned for is another plan. */
const factorMax = 4;

/** Steps from 1 to that factor, each longer by the same share: the answer is good to 5 %. */
const steps = 32;

/** The first look goes to a factor of about one and a half. */
const guess = 9;

/** How near settings are to what a quick bar allows where replicas take so many times as long to start. */
function* strainAt(
  lab: Lab,
  advised: Candidate,
  { step, quickBar }: { readonly step: number; readonly quickBar: Bar },
): Tries<number> {
  const lagTimes = factorMax ** (step / steps);
  const other = openLab({ ...lab.options, judgedOnly: true, lagTimes }, lab.state);
  const [trial] = yield* tryingAll(other, [advised], quickBar);
  return strainIn(trial!, quickBar);
}

/**
 * How many times as long a start the settings bear, from 1 on; null if all of `factorMax`. Looked for in the hardest draws
 * alone.
 */
export function* longestLag(lab: Lab, advised: Candidate, bar: Bar): Tries<number | null> {
  const quickBar = quickBarOf(bar);
  // `nextIndex` takes rows whose strain falls. That of longer starts rises, so steps are counted from the longest start.
  const length = steps + 1;
  const seen: Seen[] = [];
  let [failed, passed] = [-1, length];
  let at = steps - guess;
  while (passed - failed > 1) {
    const strain = yield* strainAt(lab, advised, { step: steps - at, quickBar });
    seen.push({ at, strain });
    if (strain <= 1) passed = at;
    else failed = at;
    at = nextIndex({ length, failed, passed, longestStep: length }, seen);
  }
  // With the lag as it is the advice is proven.
  return passed === 0 ? null : factorMax ** (Math.max(0, steps - passed) / steps);
}

const rounded = (value: number): number => Number(value.toPrecision(2));

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
  const value = factor === null ? null : rounded(meanLagMs(lab.worlds) * factor);
  return [...peakChange(headroom), { what: 'startupLag', factor, triedFactorMax: factorMax, value }];
};
