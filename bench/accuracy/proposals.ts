import { predict } from '../../planner/recommend/advice/prediction.ts';
import { openLabFor, splitDraws } from '../../planner/recommend/search/plan.ts';
import { type PlanRequest, withDefaults } from '../../planner/recommend/search/request.ts';
import { candidateFor } from '../../planner/recommend/trials/candidates.ts';
import { tryWhole } from '../../planner/recommend/trials/try-as-planned.ts';
import type { PlannedSettings, Prediction, Recommendation } from '../../runs/schema/recommendation.ts';

export const settingNames = ['advice', 'current', 'page', 'rejected', 'halved'] as const;
export type SettingName = (typeof settingNames)[number];

/** Settings, and what was predicted for them. */
export type Proposal = {
  readonly of: SettingName;
  readonly settings: PlannedSettings;
  readonly predicted: Prediction;
};

/** The advice with half its minimum: what somebody in want of savings would try. */
const halved = (settings: PlannedSettings): PlannedSettings => {
  const { policy } = settings;
  if (policy.kind === 'fixed') return settings;
  const minReplicas = Math.max(1, Math.floor(policy.minReplicas / 2));
  return { ...settings, policy: { ...policy, minReplicas } };
};

/** The nearest candidate that the planner expects to fail; else the nearest that lost. */
const rejectedOf = ({ rejected }: Recommendation): PlannedSettings | undefined =>
  (rejected.find(({ excuse }) => excuse.kind !== 'cost') ?? rejected[0])?.settings;

/** The advice, and other settings under which the same spike is fired; some of them are expected to fail. */
export const proposalsOf = (request: PlanRequest, advice: Recommendation): Proposal[] => {
  const { compared, settings, prediction } = advice;
  const lab = openLabFor(withDefaults(request));
  const { kept: draws } = splitDraws(lab);
  const predicted = (of: SettingName, other: PlannedSettings): Proposal => {
    const [trial] = tryWhole(lab, [candidateFor(other, Number.MAX_SAFE_INTEGER)], draws);
    return { of, settings: other, predicted: predict(trial!, { draws, price: undefined, hasRise: true }) };
  };
  const rejected = rejectedOf(advice);
  return [
    { of: 'advice', settings, predicted: prediction },
    { of: 'current', settings: compared.current.settings, predicted: compared.current.prediction },
    { of: 'page', settings: compared.pageFormula.settings, predicted: compared.pageFormula.prediction },
    ...(rejected === undefined ? [] : [predicted('rejected', rejected)]),
    predicted('halved', halved(settings)),
  ];
};
