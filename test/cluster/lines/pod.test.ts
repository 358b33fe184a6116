import { describe, expect, test } from 'vitest';
import { toPodLine } from '../../../cluster/lines/pod.ts';
import type { RawContainer, RawPod } from '../../../cluster/lines/raw.ts';
import { podSchema } from '../../../runs/schema/cluster-series.ts';

const atMs = 1_795_404_600_000;
const second = (text: string) => Date.parse(`2026-11-23T03:29:${text}Z`);
const withContainers = (
  containerStatuses: RawContainer[],
  initContainerStatuses: RawContainer[] = [],
): RawPod => ({
  metadata: { name: 'score-a' },
  status: { phase: 'Pending', containerStatuses, initContainerStatuses },
});

test('a ready pod has the time of every step of its start', () => {
  const raw: RawPod = {
    metadata: { name: 'score-a', creationTimestamp: '2026-11-23T03:29:00Z' },
    spec: { nodeName: 'node-1' },
    status: {
      phase: 'Running',
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-11-23T03:29:01Z' },
        { type: 'Initialized', status: 'True', lastTransitionTime: '2026-11-23T03:29:05Z' },
        { type: 'Ready', status: 'True', lastTransitionTime: '2026-11-23T03:29:20Z' },
      ],
      containerStatuses: [
        { restartCount: 0, state: { running: { startedAt: '2026-11-23T03:29:09Z' } } },
        { restartCount: 0, state: { running: { startedAt: '2026-11-23T03:29:07Z' } } },
      ],
    },
  };
  expect(podSchema.parse(toPodLine(raw, atMs))).toEqual({
    kind: 'pod',
    atMs,
    name: 'score-a',
    phase: 'Running',
    ready: true,
    terminating: false,
    deleted: false,
    node: 'node-1',
    createdAtMs: second('00'),
    scheduledAtMs: second('01'),
    initializedAtMs: second('05'),
    startedAtMs: second('09'),
    readyAtMs: second('20'),
    restarts: 0,
    waitingReason: null,
    lastTerminatedReason: null,
    unschedulableMessage: null,
  });
});

test('an object with nothing in it gives a line that says nothing', () => {
  expect(podSchema.parse(toPodLine({}, atMs))).toMatchObject({ name: '', phase: 'Unknown', ready: false });
});

test('a pod that no node takes carries the scheduler’s message', () => {
  const message = '0/3 nodes are available: 3 Insufficient nvidia.com/gpu.';
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
  expect(toPodLine({ status: { conditions } }, atMs)).toMatchObject({
    unschedulableMessage: message,
    scheduledAtMs: null,
  });
});

test('a pod that lost readiness has no ready time', () => {
  const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: '2026-11-23T03:29:20Z' }];
  expect(toPodLine({ status: { conditions } }, atMs)).toMatchObject({ ready: false, readyAtMs: null });
});

test('a pod whose deletion was asked for is terminating', () => {
  const metadata = { deletionTimestamp: '2026-11-23T03:29:59Z' };
  expect(toPodLine({ metadata }, atMs)).toMatchObject({ terminating: true, deleted: false });
});

test('a pod has started only when all of its containers run', () => {
  const containers = [
    { state: { running: { startedAt: '2026-11-23T03:29:07Z' } } },
    { state: { waiting: { reason: 'ContainerCreating' } } },
  ];
  expect(toPodLine(withContainers(containers), atMs).startedAtMs).toBeNull();
});

describe('the waiting reason', () => {
  const waiting = (reason: string): RawContainer => ({ state: { waiting: { reason } } });
  test.each([
    { main: ['ContainerCreating'], init: [], expected: 'ContainerCreating' },
    { main: ['ContainerCreating', 'ImagePullBackOff'], init: [], expected: 'ImagePullBackOff' },
    { main: ['PodInitializing'], init: ['CrashLoopBackOff'], expected: 'CrashLoopBackOff' },
    { main: ['PodInitializing'], init: [], expected: 'PodInitializing' },
    { main: [], init: [], expected: null },
  ])('of main $main and init $init is $expected', ({ main, init, expected }) => {
    const raw = withContainers(main.map(waiting), init.map(waiting));
    expect(toPodLine(raw, atMs).waitingReason).toBe(expected);
  });
});

describe('the reason of the last ending', () => {
  const ended = (reason: string, finishedAt: string) => ({ terminated: { reason, finishedAt } });
  test.each([
    {
      title: 'the one before the restart',
      main: [{ state: { running: {} }, lastState: ended('OOMKilled', '2026-11-23T03:29:10Z') }],
      init: [],
      expected: 'OOMKilled',
    },
    {
      title: 'the one that has just been',
      main: [
        {
          state: ended('Error', '2026-11-23T03:29:20Z'),
          lastState: ended('OOMKilled', '2026-11-23T03:29:10Z'),
        },
      ],
      init: [],
      expected: 'Error',
    },
    {
      title: 'none, when an init container did its work',
      main: [],
      init: [{ state: ended('Completed', '2026-11-23T03:29:10Z') }],
      expected: null,
    },
  ])('is $title', ({ main, init, expected }) => {
    expect(toPodLine(withContainers(main, init), atMs).lastTerminatedReason).toBe(expected);
  });
});

test('a pod tells how its container ended, whose it is, and why it was ended', () => {
  const terminated = { reason: 'OOMKilled', exitCode: 137, finishedAt: '2026-11-23T03:29:10Z' };
  const { status, metadata } = withContainers([{ restartCount: 1, lastState: { terminated } }]);
  const ownerReferences = [
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'score-7d4', controller: true },
  ];
  const raw = { metadata: { ...metadata, ownerReferences }, status: { ...status, reason: 'Evicted' } };
  expect(podSchema.parse(toPodLine(raw, atMs))).toMatchObject({
    lastTerminatedReason: 'OOMKilled',
    lastExitCode: 137,
    owner: 'ReplicaSet score-7d4',
    statusReason: 'Evicted',
  });
});

test('restarts are summed over main and init containers', () => {
  const raw = withContainers([{ restartCount: 2 }, { restartCount: 1 }], [{ restartCount: 4 }]);
  expect(toPodLine(raw, atMs).restarts).toBe(7);
});
