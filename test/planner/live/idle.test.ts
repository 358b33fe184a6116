import { expect, test } from 'vitest';
import { idleReplicasIn, idleWarnings } from '../../../planner/live/idle.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { hpaLine, scalerLine } from './builders.ts';

const scaled = (spec: object) =>
  scalerLine('score', { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', spec: { ...spec } });
const madeByKeda = hpaLine(
  'keda-hpa-score',
  {},
  { madeBy: { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'score' } },
);
const policy = policySettingsSchema.parse({
  kind: 'hpa',
  minReplicas: 4,
  maxReplicas: 9,
  metrics: [{ targetValue: 0.5 }],
});

test('an advised minimum beside idleReplicaCount is warned of, as the object says it last', () => {
  const idle = idleReplicasIn([scaled({ idleReplicaCount: 2 }), madeByKeda, scaled({ idleReplicaCount: 0 })]);
  expect(idleWarnings(idle, policy)).toEqual([
    { code: 'idleBesideMinimum', object: 'ScaledObject score', idleReplicas: 0, minReplicas: 4 },
  ]);
});

test('none is warned of without it, of another object, or of a rule that is no HPA', () => {
  const idle = idleReplicasIn([scaled({ idleReplicaCount: 0 })]);
  expect(idleReplicasIn([scaled({}), hpaLine('score')])).toEqual([]);
  expect(idleWarnings(idle, policySettingsSchema.parse({ kind: 'fixed', replicas: 3 }))).toEqual([]);
});
