import type { ErrorDetails } from '../../errors/headroom-error.ts';
import { sumOf } from '../../planner/stats/sum.ts';
import { peakRateOf, plannedArrivalsOf, plannedSecondsOf } from '../../planner/timeline/planned-rate.ts';
import type { Phase } from '../../runs/schema/load/load.ts';
import type { Config } from '../schema/config.ts';

/** What one plan may hold, whatever its config allows: more takes minutes to draw and gigabytes to keep. */
const arrivalsMost = 50_000_000;
const secondsMost = 31 * 86_400;

type Plan = {
  readonly safety: Config['safety'];
  readonly phases: readonly Phase[];
  readonly file: string;
};

/** Where a plan passes the limits that its config sets, or those of the tool. */
export const overSize = ({ safety, phases, file }: Plan): ErrorDetails[] => {
  // A peak that was multiplied by a margin is off in its last digits.
  const [peak, total] = [Number(peakRateOf(phases).toPrecision(12)), plannedSecondsOf(phases)];
  const arrivals = Math.round(sumOf(phases.map(plannedArrivalsOf)));
  const isReplay = phases.some(({ kind }) => kind === 'replay');
  const shorter = isReplay
    ? 'fire a part of the trace (load.fromSecond, load.seconds; headroom plan --for takes all of it)'
    : 'shorten the load';
  const limits = [
    {
      isPassed: peak > safety.maxRatePerSecond,
      what: `the plan reaches ${peak} requests/s, above safety.maxRatePerSecond ${safety.maxRatePerSecond}`,
      fix: 'lower the load, or raise safety.maxRatePerSecond if the target may take it',
    },
    {
      isPassed: total > safety.maxDurationSeconds,
      what: `the plan lasts ${total} s, above safety.maxDurationSeconds ${safety.maxDurationSeconds}`,
      fix: `${shorter}, or raise safety.maxDurationSeconds`,
    },
    {
      isPassed: total > secondsMost,
      what: `the plan lasts ${total} s, above the ${secondsMost} that one test can hold`,
      fix: shorter,
    },
    {
      isPassed: arrivals > arrivalsMost,
      what: `the plan has ${arrivals} arrivals, above the ${arrivalsMost} that one test can hold`,
      fix: 'shorten the load, or lower its rate',
    },
  ];
  return limits.flatMap(({ isPassed, what, fix }) =>
    isPassed ? [{ what, where: `${file} → load`, fix }] : [],
  );
};
