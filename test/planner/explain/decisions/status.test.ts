import { expect, it } from 'vitest';
import { toldBy } from '../../../../planner/explain/decisions/status.ts';

const condition = (type: string, status: string, reason: string, message = '') => ({
  type,
  status,
  reason,
  message,
});
const able = condition('AbleToScale', 'True', 'ReadyForNewScale');
const active = condition('ScalingActive', 'True', 'ValidMetricFound');

it.each([
  ['TooManyReplicas', 'AtMax'],
  ['TooFewReplicas', 'AtMin'],
  ['ScaleUpLimit', 'PolicyLimited'],
  ['ScaleDownLimit', 'PolicyLimited'],
])('reads ScalingLimited %s as %s', (reason, word) => {
  const told = toldBy([able, active, condition('ScalingLimited', 'True', reason, 'words')]);
  expect(told).toEqual({ reason: word, said: `${reason}: words` });
});

it('reads a stabilization, and lets a bound that ends the pipeline count before it', () => {
  const held = condition('AbleToScale', 'True', 'ScaleDownStabilized', 'recent recommendations were higher');
  const inRange = condition('ScalingLimited', 'False', 'DesiredWithinRange');
  expect(toldBy([held, active, inRange])?.reason).toBe('Stabilized');
  expect(toldBy([held, active, condition('ScalingLimited', 'True', 'TooManyReplicas')])?.reason).toBe(
    'AtMax',
  );
});

it('tells a metric that is missing from an autoscaler that is off, and from one that can’t act', () => {
  const off = condition(
    'ScalingActive',
    'False',
    'ScalingDisabled',
    'scaling is disabled since the replica count of the target is zero',
  );
  const missing = condition('ScalingActive', 'False', 'FailedGetResourceMetric', 'missing request for cpu');
  expect(toldBy([able, off])?.reason).toBe('ScalingDisabled');
  expect(toldBy([able, missing])).toEqual({
    reason: 'InvalidMetrics',
    said: 'FailedGetResourceMetric: missing request for cpu',
  });
  expect(toldBy([condition('AbleToScale', 'False', 'FailedGetScale', 'not found')])?.reason).toBeNull();
});

it('has no word for what the metrics alone decide, and none before there is a condition', () => {
  expect(toldBy([able, active])).toEqual({ reason: undefined, said: null });
  expect(toldBy([])).toBeUndefined();
});
