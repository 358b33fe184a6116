import { expect, it } from 'vitest';
import { memorySecondsOf } from '../../../planner/policies/memory.ts';
import { type PolicySettings, policySettingsSchema } from '../../../runs/schema/policy.ts';

const policy = (input: object): PolicySettings => policySettingsSchema.parse(input);
const scaleDown = { stabilizationWindowSeconds: 30 };

it.each([
  [{ kind: 'fixed', replicas: 3 }, 0],
  [{ kind: 'azureml-v1' }, 60],
  [{ kind: 'azureml-v2', refreshSeconds: 2 }, 40],
  [{ kind: 'hpa', metrics: [{ targetValue: 0.5 }] }, 300],
  [{ kind: 'hpa', metrics: [{ targetValue: 0.5 }], behavior: { scaleDown } }, 30],
  [{ kind: 'keda-http', behavior: { scaleDown } }, 60],
  [{ kind: 'knative', scaleDownDelaySeconds: 15 }, 75],
])('%o remembers %d s', (input, seconds) => {
  expect(memorySecondsOf(policy(input))).toBe(seconds);
});
