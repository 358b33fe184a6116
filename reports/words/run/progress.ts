import type { PlanStage } from '../../../runs/schema/recommendation.ts';
import { formulaName } from '../plan/page-formula.ts';

/** What the planner is at, by the stage of its search. */
export const stageNames: Readonly<Record<PlanStage, string>> = {
  worlds: 'drawing models from the intervals of the calibration',
  search: 'searching',
  timeouts: 'queue wait and timeouts',
  compared: `the current settings and ${formulaName}`,
  sensitivity: 'what each setting contributes',
  changes: 'what would change the advice',
};
