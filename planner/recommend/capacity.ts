import type { Headroom } from '../../runs/schema/plan/headroom.ts';
import type { PlannedSettings, Predicted } from '../../runs/schema/recommendation.ts';
import { midModel } from '../calibrate/draws.ts';
import { beginSettings, headroomOf, openPeakSearch } from './advice/headroom.ts';
import { scored } from './advice/scored.ts';
import { type Bar, barFor } from './search/bar.ts';
import { inUseCandidate, openLabFor, pageCandidate, probeOf, spaceFor, splitDraws } from './search/plan.ts';
import { type PlanRequest, withDefaults } from './search/request.ts';
import { candidateFor } from './trials/candidates.ts';
import { tryAsPlanned } from './trials/try-as-planned.ts';

/** How much load settings hold, and what is predicted for the load itself under the settings in use. */
type Capacity = { readonly headroom: Headroom; readonly inUse: Predicted };

const open = (request: PlanRequest) => {
  const plan = withDefaults(request);
  const middle = midModel(plan.calibration);
  const space = spaceFor(plan, middle);
  const lab = openLabFor(plan);
  const { kept } = splitDraws(lab);
  return { plan, middle, space, lab, kept, candidate: inUseCandidate(plan, space.replicasMost) };
};

const predictedOf = ({ candidate, ...opened }: ReturnType<typeof open>, proof: Bar): Predicted => {
  const [trial] = tryAsPlanned(opened.lab, [candidate], proof.draws);
  return { ...scored({ ...opened, proof }, trial!), settings: { policy: opened.plan.current } };
};

/**
 * What is predicted for the load itself under the settings in use, without a search.
 *
 * @param request as for a plan: the same one gives the same figures as the plan does
 */
export const predictInUse = (request: PlanRequest): Predicted => {
  const opened = open(request);
  return predictedOf(opened, { draws: opened.kept, failuresMax: 0 });
};

/**
 * How much load the settings in use, those of an advice, and Azure ML's formula hold, without a search.
 *
 * @param request as for a plan: the same one gives the same figures as the plan does
 * @param advised settings of an advice, if there is one
 */
export const capacityOf = (request: PlanRequest, advised: PlannedSettings | null): Capacity => {
  const opened = open(request);
  const { plan, middle, space, lab, kept, candidate } = opened;
  const proof = barFor(lab, probeOf(space), { draws: kept, failuresMax: 0 });
  const asked = [
    { of: 'current' as const, candidate },
    ...(advised === null
      ? []
      : [{ of: 'advice' as const, candidate: candidateFor(advised, space.replicasMost) }]),
    { of: 'pageFormula' as const, candidate: pageCandidate(plan, middle, space) },
  ];
  const search = openPeakSearch(lab, { draws: proof.draws, confidence: plan.confidence });
  const headroom = headroomOf(search, beginSettings(search, asked));
  return { headroom, inUse: predictedOf(opened, proof) };
};
