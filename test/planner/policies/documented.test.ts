import { expect, it } from 'vitest';
import { documentedAzureml, documentedHpa } from '../../../planner/policies/documented.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';

const bounds = { minReplicas: 3, maxReplicas: 12 };
/** As text: an advice writes settings down in the order of their keys. */
const parsed = (settings: object): string => JSON.stringify(policySettingsSchema.parse(settings));

it.each(['azureml-v1', 'azureml-v2'] as const)('says of %s what a config means that says no more', (kind) => {
  expect(JSON.stringify(documentedAzureml(kind, bounds))).toBe(parsed({ kind, ...bounds }));
  const known = { ...bounds, targetUtilization: 0.5 };
  expect(JSON.stringify(documentedAzureml(kind, known))).toBe(parsed({ kind, ...known }));
});

it('says of an HPA what a config means that says no more', () => {
  const metrics = [{ targetValue: 0.8 }];
  expect(JSON.stringify(documentedHpa(bounds))).toBe(parsed({ kind: 'hpa', ...bounds, metrics }));
});
