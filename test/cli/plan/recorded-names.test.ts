import { expect, test } from 'vitest';
import {
  isMadeByKeda,
  otherObjectTexts,
  recordedNames,
  recordedObjects,
} from '../../../cli/plan/recorded-names.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import { deploymentLine } from '../../builders/cluster.ts';
import { completeRun } from '../../builders/run.ts';
import { hpaLine, scalerLine } from '../../planner/live/builders.ts';

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

const deployment = deploymentLine({ atMs: 0, name: 'score', desired: 2 });
const keda = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject' };
const madeByKeda = hpaLine('translator-hpa', {}, { madeBy: { ...keda, name: 'score' } });

test('the object that decides is the one that a person wrote', () => {
  expect(namesIn(deployment, hpaLine('web')).source).toEqual({
    kind: 'HorizontalPodAutoscaler',
    name: 'web',
  });
  const names = namesIn(deployment, madeByKeda, scalerLine('score', keda));
  expect(names.source).toEqual({ kind: 'ScaledObject', name: 'score' });
  expect(isMadeByKeda(names)).toBe(true);
  const revisionOf = (name: string) => scalerLine(name, { kind: 'PodAutoscaler' });
  expect(namesIn(revisionOf('score-00012')).source).toEqual({ kind: 'Service', name: 'score' });
  expect(namesIn(revisionOf('named')).source).toBeUndefined();
  expect(namesIn(deployment, hpaLine('web'), hpaLine('other')).source).toBeUndefined();
});

test('a file of another object is told', () => {
  const names = namesIn(deployment, madeByKeda, scalerLine('score', keda));
  const said = (name: string, target: string, kind = 'ScaledObject') =>
    otherObjectTexts({ kind, name, target: { kind: 'Deployment', name: target } }, names);
  expect(said('score', 'score')).toEqual([]);
  expect(said('other', 'other')).toEqual([
    'it scales Deployment other, and the recorded service is Deployment score: the advice holds for this file only if both are the same service',
  ]);
  expect(said('other', 'score')).toEqual([
    'its name is other, and the recorded ScaledObject is score: where both are in one namespace, they fight over the replicas',
  ]);
  expect(said('translator-hpa', 'score', 'HorizontalPodAutoscaler')).toEqual([
    'KEDA makes the HPA of ScaledObject score and overwrites it: give the file of that with --settings',
  ]);
  expect(otherObjectTexts({ kind: 'ScaledObject', name: 'other' }, {})).toEqual([]);
});
