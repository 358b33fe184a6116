import { expect, test } from 'vitest';
import { demandSettings } from '../../../cli/plan/own-settings.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';

const scaledObject = (triggers: string): string => `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: score }
spec:
  scaleTargetRef: { name: score }
  minReplicaCount: 2
  triggers: [${triggers}]
`;

const patchOfKustomize = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: score }
spec: { minReplicas: 3 }
`;

const demand = (text: string, metric: object): void => {
  const inUse = policySettingsSchema.parse({
    kind: 'hpa',
    minReplicas: 2,
    maxReplicas: 9,
    metrics: [metric],
  });
  if (inUse.kind === 'fixed') throw new Error('not an HPA');
  demandSettings({ file: 'score.yaml', text }, inUse, {});
};
const trigger = { name: 's0-prometheus', type: 'External', source: 'requestRate', targetValue: 15 };
const prometheus = "{ type: prometheus, metadata: { threshold: '20' } }";
const cpu = "{ type: cpu, metricType: Utilization, metadata: { value: '60' } }";

test('a file that follows something else than what is planned for is refused before the search', () => {
  expect(() => demand(scaledObject(cpu), trigger)).toThrow(
    'the plan sets the target of s0-prometheus (AverageValue), and this ScaledObject has no such metric: it follows cpu Utilization value 60',
  );
  expect(() => demand(scaledObject(prometheus), { targetValue: 0.5 })).toThrow(
    'sets the target of CPU utilization',
  );
});

test('a file that a plan can be written into is not', () => {
  expect(() => demand(scaledObject(`${prometheus}, ${cpu}`), trigger)).not.toThrow();
  expect(() => demand(patchOfKustomize, trigger)).not.toThrow();
});
