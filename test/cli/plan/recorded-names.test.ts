import { expect, test } from 'vitest';
import { recordedNames, recordedObjects } from '../../../cli/plan/recorded-names.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import { deploymentLine } from '../../builders/cluster.ts';
import { completeRun } from '../../builders/run.ts';

const namesIn = (...cluster: readonly ClusterLine[]) =>
  recordedNames(recordedObjects({ cluster }), completeRun(), 'hpa');
const statefulSet = {
  ...deploymentLine({ atMs: 0, name: 'model', desired: 2 }),
  kind: 'workload' as const,
  object: { apiVersion: 'apps/v1', kind: 'StatefulSet', resource: 'statefulsets' },
};

test('a new HPA points to what was recorded as scaled, whatever its kind', () => {
  expect(namesIn(statefulSet)).toMatchObject({
    name: 'model',
    target: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'model' },
  });
  expect(namesIn(deploymentLine({ atMs: 0, name: 'score', desired: 2 }))).toMatchObject({
    target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'score' },
  });
});

test('a new HPA does not point to what was deleted while the run was recorded', () => {
  const old = deploymentLine({ atMs: 0, name: 'score', desired: 2 });
  expect(namesIn(old, statefulSet, { ...old, atMs: 9000, deleted: true })).toMatchObject({
    target: { kind: 'StatefulSet', name: 'model' },
  });
});

test('a new HPA has no name where several could be meant', () => {
  expect(namesIn(statefulSet, deploymentLine({ atMs: 0, name: 'score', desired: 2 }))).toEqual({});
});
