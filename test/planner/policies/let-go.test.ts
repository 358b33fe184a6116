import { describe, expect, it } from 'vitest';
import { secondsToLetGo } from '../../../planner/policies/let-go.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';

const limitSeconds = 900;

const letGo = (settings: Record<string, unknown>, replicas = 20): number | null =>
  secondsToLetGo(policySettingsSchema.parse(settings), replicas, limitSeconds);

describe('secondsToLetGo', () => {
  it('is the documented hold of Azure ML', () => {
    expect(letGo({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 })).toBe(60);
    expect(letGo({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30, scaleDownHoldSeconds: 10 })).toBe(10);
    const v2 = { kind: 'azureml-v2', minReplicas: 3, maxReplicas: 30, refreshSeconds: 2 };
    expect(letGo(v2), '20 refreshes of 2 s').toBe(40);
  });

  it('counts the refreshes of a rule that removes one replica at a time', () => {
    const oneByOne = { kind: 'azureml-v1', minReplicas: 3, maxReplicas: 20, stepLaw: 'oneAtATime' };
    expect(letGo(oneByOne), '20 to 3 after the hold').toBe(60 + 16);
  });

  it('is the stabilization window of an HPA, and what its scaling policies take on top', () => {
    const hpa = { kind: 'hpa', minReplicas: 2, maxReplicas: 40, metrics: [{ targetValue: 0.5 }] };
    expect(letGo(hpa)).toBe(300);
    const scaleDown = {
      stabilizationWindowSeconds: 0,
      policies: [{ type: 'Pods', value: 5, periodSeconds: 60 }],
    };
    expect(letGo({ ...hpa, maxReplicas: 20, behavior: { scaleDown } }), '5 a minute, 18 to go').toBe(195);
    const never = { ...hpa, behavior: { scaleDown: { selectPolicy: 'Disabled' } } };
    expect(letGo(never), 'it never removes any').toBeNull();
  });

  it('is the cooldown of KEDA down to zero, and the window of its HPA above that', () => {
    expect(letGo({ kind: 'keda-http', cooldownSeconds: 120, targetValue: 1 })).toBe(121);
    const above = letGo({ kind: 'keda-http', minReplicas: 2, targetValue: 1 });
    expect(above, 'the first sync, which may still count load, and 300 s').toBe(315);
  });

  it('covers panic, stable window and grace of Knative', () => {
    const toOne = letGo({ kind: 'knative', minReplicas: 1, target: 1 })!;
    const toZero = letGo({ kind: 'knative', target: 1 })!;
    expect(toOne).toBeGreaterThanOrEqual(60);
    expect(toZero).toBeGreaterThanOrEqual(toOne + 30);
  });

  it('is nothing where there is no surplus', () => {
    expect(letGo({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 }, 3)).toBe(0);
    expect(letGo({ kind: 'fixed', replicas: 3 })).toBe(0);
  });
});
