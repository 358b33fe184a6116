import { describe, expect, it } from 'vitest';
import { analyze } from '../../../planner/result/build-result.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recordSpike } from '../../builders/recording.ts';

const policies: readonly PolicySettings[] = [
  { kind: 'azureml-v1', minReplicas: 20, maxReplicas: 30 },
  { kind: 'azureml-v2', minReplicas: 20, maxReplicas: 30 },
  { kind: 'fixed', replicas: 24 },
  { kind: 'hpa', minReplicas: 20, maxReplicas: 30, metrics: [{ targetValue: 0.7 }] },
].map((policy) => policySettingsSchema.parse(policy));

/** Services of four kinds that hold their spike, under five seeds, in the simulator's time: they scale, and come down. */
const runs = policies.flatMap((policy) =>
  [1, 2, 3, 4, 5].map((seed) => [`${policy.kind}, seed ${seed}`, policy, seed] as const),
);

describe('20 healthy runs', () => {
  it.each(runs)('have no finding above information: %s', (_, policy, seed) => {
    const { result } = analyze(
      recordSpike({ policy, seed, baselineSeconds: 20, holdSeconds: 30, recoverySeconds: 20 }),
    );
    expect(result.verdict.met).toBe(true);
    expect(result.findings.filter(({ level }) => level !== 'info')).toEqual([]);
  });
});
