import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { NotEnoughAdvice } from '../../../runs/schema/recommendation.ts';
import { durationOf, type PlanLoad, ratesOf } from '../../traffic/load.ts';

/** Below this the spread of the service times is a guess, and the tail of any latency with it. */
const serviceSamplesMin = 30;

/** Replicas follow the mean service time: an advice can't be better known than that. */
const serviceSpreadMax = 2;

/** The shortest load in which an autoscaler can be seen to act. */
const loadSecondsMin = 10;

type Lack = { readonly need: string; readonly have: string; readonly runNext: string };

const lacksOf = ({ service, flowBalance }: Calibration, load: PlanLoad): Lack[] => {
  const lacks: (Lack | false)[] = [
    (service.from === 'assumed' || service.samples < serviceSamplesMin) && {
      need: `${serviceSamplesMin} requests whose service time is known`,
      have: service.from === 'assumed' ? 'none: it had to be assumed' : String(service.samples),
      runNext:
        'headroom test with a soak of at least 60 s at a rate that ends without errors: requests that do not queue show the service time',
    },
    service.meanMs.low * serviceSpreadMax < service.meanMs.high && {
      need: `the mean service time to within a factor of ${serviceSpreadMax}`,
      have: `${Math.round(service.meanMs.low)} to ${Math.round(service.meanMs.high)} ms${flowBalance.agrees ? '' : `, as ${flowBalance.note}`}`,
      runNext: flowBalance.agrees
        ? 'headroom test with a longer baseline, and plan from both runs together'
        : `headroom test again, once it is clear what is wrong: ${flowBalance.suspects.join('; ')}`,
    },
    (ratesOf(load).peak <= 0 || durationOf(load) < loadSecondsMin) && {
      need: `a load to plan for, of at least ${loadSecondsMin} s`,
      have: `${durationOf(load)} s with a peak of ${ratesOf(load).peak} requests/s`,
      runNext: 'plan for a longer load',
    },
  ];
  return lacks.filter((lack) => lack !== false);
};

/** Says what is missing if the data can't carry an advice; undefined if they can. */
export const refusalOf = (calibration: Calibration, load: PlanLoad): NotEnoughAdvice | undefined => {
  const lacks = lacksOf(calibration, load);
  if (lacks.length === 0) return undefined;
  return {
    schemaVersion: 1,
    kind: 'notEnoughAdvice',
    reasons: lacks.map(({ need, have }) => ({ need, have })),
    runNext: lacks.map(({ runNext }) => runNext),
    warnings: calibration.warnings,
  };
};
