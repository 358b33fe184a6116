import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { Refusal } from '../../../runs/schema/plan/notes.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import type { NotEnoughAdvice } from '../../../runs/schema/recommendation.ts';
import { durationOf, type PlanLoad, ratesOf } from '../../traffic/load.ts';

/** Below this the spread of the service times is a guess, and the tail of any latency with it. */
const serviceSamplesMin = 30;

/** Replicas follow the mean service time: an advice can't be better known than that. */
const serviceSpreadMax = 2;

/** The shortest load in which an autoscaler can be seen to act. */
const loadSecondsMin = 10;

/** Of several metrics the largest answer counts: without one of them nobody knows what the HPA would do. */
const unmodelledMetrics = (current: PolicySettings): string[] =>
  current.kind === 'hpa'
    ? current.metrics.filter(({ source }) => source === 'none').map(({ name }) => name)
    : [];

type Asked = { readonly calibration: Calibration; readonly load: PlanLoad; readonly current: PolicySettings };

const lacksOf = ({ calibration, load, current }: Asked): Refusal[] => {
  const { service, flowBalance, warnings } = calibration;
  const unknownScaler = warnings.find((note) => note.code === 'autoscalerUnknown');
  const several = warnings.find((note) => note.code === 'requestsPerArrival');
  const assumed = warnings.find((note) => note.code === 'serviceAssumed');
  const unmodelled = unmodelledMetrics(current);
  const { agrees, lostShare, lostShareByFlow, suspects } = flowBalance;
  const { low, high } = service.meanMs;
  const isAssumed = service.from === 'assumed';
  const isSampled = !isAssumed && service.samples >= serviceSamplesMin;
  const lacks: (Refusal | false)[] = [
    several !== undefined && several,
    !isSampled && {
      code: 'serviceSamples',
      samples: isAssumed ? null : service.samples,
      samplesMin: serviceSamplesMin,
      ...(isAssumed && assumed?.succeeded !== undefined && { succeeded: assumed.succeeded }),
    },
    // Of too few samples the spread is no reason of its own: what brings more of them narrows it.
    (isSampled || !agrees) &&
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
    unmodelled.length > 0 && { code: 'metricNotModelled', metrics: unmodelled },
    unknownScaler !== undefined && {
      code: 'autoscalerNotKnown',
      fewest: unknownScaler.fewest,
      most: unknownScaler.most,
      ...(unknownScaler.seen && { seen: unknownScaler.seen }),
    },
  ];
  return lacks.filter((lack) => lack !== false);
};

/** Says what is missing if the data can't carry an advice; undefined if they can. */
export const refusalOf = (asked: Asked): NotEnoughAdvice | undefined => {
  const reasons = lacksOf(asked);
  if (reasons.length === 0) return undefined;
  const { runs } = asked.calibration;
  // As a reason it is said already.
  const warnings = asked.calibration.warnings.filter(({ code }) => code !== 'requestsPerArrival');
  return { schemaVersion: 2, kind: 'notEnoughAdvice', runs, reasons, warnings };
};
