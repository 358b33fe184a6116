import { expect, it } from 'vitest';
import { roundMsOf } from '../../../cli/tune/round-time.ts';
import { plannedSecondsOf } from '../../../planner/timeline/planned-rate.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { completeRun } from '../../builders/run.ts';

it('a round takes its load and the hold of the rule at least; the load at the margin takes both again', () => {
  const { phases } = completeRun();
  const policy = policySettingsSchema.parse({
    kind: 'azureml-v1',
    minReplicas: 3,
    maxReplicas: 30,
    scaleDownHoldSeconds: 45,
  });
  const once = roundMsOf({ policy }, { phases }, false);
  expect(once).toBeGreaterThanOrEqual((45 + plannedSecondsOf(phases)) * 1000);
  expect(roundMsOf({ policy }, { phases }, true)).toBe(2 * once);
});
