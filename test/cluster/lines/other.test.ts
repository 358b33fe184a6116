import { describe, expect, test } from 'vitest';
import { toAutoscalerLine } from '../../../cluster/lines/autoscaler.ts';
import { asDeleted, type ObjectLine } from '../../../cluster/lines/deleted.ts';
import { toEventLine } from '../../../cluster/lines/event.ts';
import { toNodeLine } from '../../../cluster/lines/node.ts';
import { toPodLine } from '../../../cluster/lines/pod.ts';
import { timeMs } from '../../../cluster/lines/raw.ts';
import { toDeploymentLine, toReplicaSetLine } from '../../../cluster/lines/workload.ts';
import { clusterLineSchema } from '../../../runs/schema/cluster-series.ts';

const atMs = 1_795_404_600_000;

test.each([
  ['2026-11-23T03:29:00Z', 1_795_404_540_000],
  ['2026-11-23T03:29:00.250999Z', 1_795_404_540_250],
  [null, null],
  [undefined, null],
  ['', null],
])('the time %s is %s', (text, expected) => {
  expect(timeMs(text)).toBe(expected);
});

describe('a workload', () => {
  test('a workload line has the desired, current, ready and available pods', () => {
    const raw = {
      metadata: { name: 'score', uid: 'of-score' },
      spec: { replicas: 5 },
      status: { replicas: 4, readyReplicas: 3, availableReplicas: 2 },
    };
    const counts = { atMs, name: 'score', desired: 5, current: 4, ready: 3, available: 2, deleted: false };
    expect(toDeploymentLine(raw, atMs)).toEqual({ kind: 'deployment', uid: 'of-score', ...counts });
    expect(toReplicaSetLine(raw, atMs)).toEqual({ kind: 'replicaSet', ...counts });
  });

  test('scaled to zero has counts of zero, which the server leaves out', () => {
    expect(toDeploymentLine({ spec: { replicas: 0 }, status: {} }, atMs)).toMatchObject({
      desired: 0,
      current: 0,
      ready: 0,
    });
  });
});

describe('an event', () => {
  const involvedObject = { kind: 'Pod', name: 'score-a' };
  const [first, last, event] = ['2026-11-23T03:29:01Z', '2026-11-23T03:29:02Z', '2026-11-23T03:29:03.5Z'];
  test.each([
    { title: 'eventTime, all that the scheduler gives', times: { eventTime: event }, expected: event },
    {
      title: 'the last timestamp of controllers',
      times: { eventTime: null, lastTimestamp: last, firstTimestamp: first },
      expected: last,
    },
    { title: 'the first timestamp', times: { firstTimestamp: first }, expected: first },
    { title: 'unknown without any', times: {}, expected: undefined },
  ])('has as its time $title', ({ times, expected }) => {
    expect(toEventLine({ involvedObject, ...times }, atMs).eventAtMs).toBe(timeMs(expected));
  });

  test.each([
    { raw: { count: 7 }, expected: 7 },
    { raw: { count: null, series: { count: 3 } }, expected: 3 },
    { raw: { count: null }, expected: 1 },
  ])('with $raw has come $expected times', ({ raw, expected }) => {
    expect(toEventLine(raw, atMs).count).toBe(expected);
  });
});

test('a node is its readiness and what pods may ask of it', () => {
  const raw = {
    metadata: { name: 'node-1' },
    spec: { unschedulable: true },
    status: {
      conditions: [
        { type: 'MemoryPressure', status: 'False' },
        { type: 'Ready', status: 'True' },
      ],
      allocatable: { cpu: '3860m', memory: '12905456Ki', pods: '110' },
    },
  };
  expect(toNodeLine(raw, atMs)).toEqual({
    kind: 'node',
    atMs,
    name: 'node-1',
    ready: true,
    unschedulable: true,
    allocatableCpu: '3860m',
    allocatableMemory: '12905456Ki',
    allocatablePods: '110',
    deleted: false,
  });
});

test('an autoscaler is its bounds, what it sees, its wish and its conditions', () => {
  const condition = {
    type: 'ScalingLimited',
    status: 'True',
    reason: 'TooManyReplicas',
    message: 'the most is 8',
  };
  const nothing = { container: null, averageUtilization: null, averageValue: null, value: null };
  const raw = {
    metadata: { name: 'score-hpa', uid: 'of-score-hpa' },
    spec: { maxReplicas: 8 },
    status: {
      currentReplicas: 6,
      desiredReplicas: 8,
      currentMetrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', current: { averageUtilization: 83, averageValue: '415m' } },
        },
        { type: 'External', external: { metric: { name: 'queue' }, current: { value: '12' } } },
        { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'app', current: {} } },
        { type: '' },
      ],
      conditions: [{ ...condition, lastTransitionTime: null }],
    },
  };
  expect(toAutoscalerLine(raw, atMs)).toEqual({
    kind: 'autoscaler',
    atMs,
    name: 'score-hpa',
    uid: 'of-score-hpa',
    minReplicas: 1,
    maxReplicas: 8,
    currentReplicas: 6,
    desiredReplicas: 8,
    currentMetrics: [
      { ...nothing, type: 'Resource', name: 'cpu', averageUtilization: 83, averageValue: '415m' },
      { ...nothing, type: 'External', name: 'queue', value: '12' },
      { ...nothing, type: 'ContainerResource', name: 'cpu', container: 'app' },
    ],
    conditions: [condition],
    object: {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      madeBy: null,
      target: null,
      annotations: {},
      spec: { maxReplicas: 8 },
    },
    deleted: false,
  });
});

test.each<[string, ObjectLine]>([
  ['deployment', toDeploymentLine({}, atMs)],
  ['pod', toPodLine({}, atMs)],
  ['event', toEventLine({}, atMs)],
  ['node', toNodeLine({}, atMs)],
  ['autoscaler', toAutoscalerLine({}, atMs)],
])('a %s with nothing in it still fits the schema, and so does its end', (_, line) => {
  expect(clusterLineSchema.parse(line)).toEqual(line);
  const end = asDeleted(line, atMs + 1);
  if (line.kind === 'event') expect(end).toBeNull();
  else expect(clusterLineSchema.parse(end)).toMatchObject({ deleted: true, atMs: atMs + 1 });
});
