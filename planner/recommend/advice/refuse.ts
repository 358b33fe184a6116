import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { Refusal } from '../../../runs/schema/notes.ts';
import type { NotEnoughAdvice } from '../../../runs/schema/recommendation.ts';
import { durationOf, type PlanLoad, ratesOf } from '../../traffic/load.ts';

/** Below this the spread of the service times is a guess, and the tail of any latency with it. */
const serviceSamplesMin = 30;

/** Replicas follow the mean service time: an advice can't be better known than that. */
const serviceSpreadMax = 2;

/** The shortest load in which an autoscaler can be seen to act. */
const loadSecondsMin = 10;

const lacksOf = ({ service, flowBalance }: Calibration, load: PlanLoad): Refusal[] => {
  const { agrees, lostShare, lostShareByFlow, suspects } = flowBalance;
  const { low, high } = service.meanMs;
  const lacks: (Refusal | false)[] = [
    (service.from === 'assumed' || service.samples < serviceSamplesMin) && {
      code: 'serviceSamples',
      samples: service.from === 'assumed' ? null : service.samples,
      samplesMin: serviceSamplesMin,
    },
    low * serviceSpreadMax < high && {
      code: 'serviceSpread',
      lowMs: low,
      highMs: high,
      factorMax: serviceSpreadMax,
      flow: agrees ? null : { lostShare, lostShareByFlow, suspects },
    },
    (ratesOf(load).peak <= 0 || durationOf(load) < loadSecondsMin) && {
      code: 'loadTooShort',
      seconds: durationOf(load),
      secondsMin: loadSecondsMin,
      peakRatePerSecond: ratesOf(load).peak,
    },
  ];
  return lacks.filter((lack) => lack !== false);
};

/** Says what is missing if the data can't carry an advice; undefined if they can. */
export const refusalOf = (calibration: Calibration, load: PlanLoad): NotEnoughAdvice | undefined => {
  const reasons = lacksOf(calibration, load);
  if (reasons.length === 0) return undefined;
  return { schemaVersion: 2, kind: 'notEnoughAdvice', reasons, warnings: calibration.warnings };
};
