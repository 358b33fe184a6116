import { settingsInUse } from '../../planner/calibrate/hpa.ts';
import { sloToPlanFor } from '../../planner/calibrate/slo-to-plan-for.ts';
import { nodeFitOf, roomForPlan } from '../../planner/node-fit/node-fit.ts';
import type { PlanRequest } from '../../planner/recommend/search/request.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import { loadOfPhases } from '../../planner/traffic/load.ts';
import type { Calibration } from '../../runs/schema/calibration.ts';
import { planningOf } from './planning.ts';

/** What is asked of a recorded run and its settings in use, as a plan for the recorded load asks it. */
export const inUseRequest = (
  recording: Recording,
  calibration: Calibration,
  { confidence, seed }: { readonly confidence?: number | undefined; readonly seed: number },
): PlanRequest => {
  const { config, phases } = recording.run;
  const room = roomForPlan(nodeFitOf(recording));
  return {
    calibration,
    load: loadOfPhases(phases),
    slo: sloToPlanFor(config, calibration),
    current: settingsInUse(config.autoscaler, calibration),
    ...(room && { room }),
    ...config.plan,
    ...(config.load.retries && { retries: config.load.retries }),
    ...planningOf({ confidence, margin: undefined, spikeShare: undefined }),
    seed,
  };
};
