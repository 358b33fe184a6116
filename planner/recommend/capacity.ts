import type { Headroom } from '../../runs/schema/headroom.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import { midModel } from '../calibrate/draws.ts';
import { beginSettings, headroomOf, openPeakSearch } from './advice/headroom.ts';
import { barFor } from './search/bar.ts';
import { inUseCandidate, openLabFor, pageCandidate, probeOf, spaceFor, splitDraws } from './search/plan.ts';
import { type PlanRequest, withDefaults } from './search/request.ts';
import { candidateFor } from './trials/candidates.ts';

/**
 * How much load the settings in use, those of an advice, and Azure ML's formula hold, without a search.
 *
 * @param request as for a plan: the same one gives the same figures as the plan does
 * @param advised settings of an advice, if there is one
 */
export const capacityOf = (request: PlanRequest, advised: PlannedSettings | null): Headroom => {
  const plan = withDefaults(request);
  const middle = midModel(plan.calibration);
  const space = spaceFor(plan, middle);
  const lab = openLabFor(plan);
  const { kept } = splitDraws(lab);
  const { draws } = barFor(lab, probeOf(space), { draws: kept, failuresMax: 0 });
  const asked = [
    { of: 'current' as const, candidate: inUseCandidate(plan, space.replicasMost) },
    ...(advised === null
      ? []
      : [{ of: 'advice' as const, candidate: candidateFor(advised, space.replicasMost) }]),
    { of: 'pageFormula' as const, candidate: pageCandidate(plan, middle, space) },
  ];
  const search = openPeakSearch(lab, { draws, confidence: plan.confidence });
  return headroomOf(search, beginSettings(search, asked));
};
