import { describe, expect, it } from 'vitest';
import { findStanding, otherWarnings } from '../../../../planner/explain/standing/find-standing.ts';
import type { ClusterLine } from '../../../../runs/schema/cluster-series.ts';
import { deploymentLine, podLine } from '../../../builders/cluster.ts';
import { at, eventLine, hpaLine } from '../../../builders/situation.ts';

const seen = { atMs: at(0) };
const ready = podLine({ ...seen, name: 'a' });
const waiting = (name: string, change: Partial<Parameters<typeof podLine>[0]>): ClusterLine =>
  podLine({ ...seen, name, ready: false, readyAtMs: null, startedAtMs: null, ...change });

const causesOf = (lines: readonly ClusterLine[]) =>
  findStanding(lines).map(({ cause, level, remedies }) => [cause, level, remedies[0]]);

describe('what stands in the way of a service', () => {
  it('is nothing where all that is wanted is ready', () => {
    expect(findStanding([deploymentLine({ ...seen, desired: 1 }), ready, hpaLine(seen)])).toEqual([]);
  });

  it.each([
    [
      'a pod that fits on no node',
      waiting('b', { unschedulableMessage: '0/3 nodes are available: 3 Insufficient cpu.' }),
      ['unschedulable', 'warning', 'addNodes'],
    ],
    [
      'an image that can’t be pulled',
      waiting('b', { waitingReason: 'ImagePullBackOff' }),
      ['imagePull', 'warning', 'fixImage'],
    ],
    [
      'a crash loop',
      waiting('b', { waitingReason: 'CrashLoopBackOff', restarts: 4, lastTerminatedReason: 'Error' }),
      ['cannotBecomeReady', 'warning', 'fixInit'],
    ],
    [
      'a crash loop for want of memory',
      waiting('b', { waitingReason: 'CrashLoopBackOff', restarts: 4, lastTerminatedReason: 'OOMKilled' }),
      ['cannotBecomeReady', 'warning', 'raiseMemory'],
    ],
    [
      'a pod that is starting',
      waiting('b', { createdAtMs: at(-30), startedAtMs: at(-20) }),
      ['replicasStarting', 'info', 'raiseMin'],
    ],
    [
      'a ready pod that was killed for memory',
      podLine({ ...seen, name: 'b', restarts: 2, lastTerminatedReason: 'OOMKilled' }),
      ['replicaRestarted', 'info', 'raiseMemory'],
    ],
  ] as const)('%s', (_, line, expected) => {
    expect(causesOf([deploymentLine({ ...seen, desired: 2, ready: 1 }), ready, line])).toEqual([expected]);
  });

  const limited = {
    type: 'ScalingLimited',
    status: 'True',
    reason: 'TooManyReplicas',
    message: 'the desired replica count is more than the maximum replica count',
  };

  it('names a taint, not a lack of room, where a taint of the nodes turns a pod away', () => {
    const taint = '1 node(s) had untolerated taint {gpu: only}';
    const remediesFor = (unschedulableMessage: string) =>
      findStanding([
        deploymentLine({ ...seen, desired: 1, ready: 0 }),
        waiting('b', { unschedulableMessage }),
      ])[0]!.remedies;
    expect(remediesFor(`0/3 nodes are available: ${taint}, 2 Insufficient nvidia.com/gpu.`)).toEqual([
      'tolerateTaint',
      'addNodes',
      'changeNodeSku',
      'lowerRequest',
    ]);
    expect(remediesFor(`0/1 nodes are available: ${taint}.`)).toEqual(['tolerateTaint', 'addNodes']);
  });

  it('is the maximum only where the pods that are there can run', () => {
    const hpa = hpaLine({ ...seen, conditions: [limited] });
    const maximum = (lines: readonly ClusterLine[]) =>
      findStanding([deploymentLine({ ...seen, desired: 2 }), ready, ...lines, hpa]).at(-1)!;
    expect(maximum([])).toMatchObject({ cause: 'atMaxReplicas', remedies: ['raiseMax'] });
    expect(maximum([waiting('b', { waitingReason: 'ErrImagePull' })])).toMatchObject({
      cause: 'atMaxReplicas',
      remedies: ['runPodsFirst'],
    });
  });

  it('is unknown where a pod has run for long, is not ready, and nothing says why', () => {
    const stuck = waiting('b', { createdAtMs: at(-3_600), startedAtMs: at(-3_500) });
    expect(causesOf([deploymentLine({ ...seen, desired: 2, ready: 1 }), ready, stuck])[0]![0]).toBe(
      'cantTell',
    );
    expect(causesOf([deploymentLine({ ...seen, desired: 1, ready: 0 }), stuck])[0]![0]).toBe(
      'noReadyReplicas',
    );
  });

  it('are several things at once', () => {
    const lines = [
      deploymentLine({ ...seen, desired: 3, ready: 1 }),
      ready,
      waiting('b', { unschedulableMessage: '0/1 nodes are available: 1 Insufficient memory.' }),
      waiting('c', { waitingReason: 'ErrImagePull' }),
    ];
    expect(causesOf(lines).map(([cause]) => cause)).toEqual(['unschedulable', 'imagePull']);
  });

  it('quotes the conditions of an autoscaler without a metric', () => {
    const message = 'failed to get cpu utilization: missing request for cpu';
    const condition = { type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', message };
    const [blind] = findStanding([
      deploymentLine({ ...seen, desired: 1 }),
      ready,
      hpaLine({ ...seen, conditions: [condition] }),
    ]);
    expect(blind).toMatchObject({ cause: 'autoscalerBlind', requests: 0, share: 0, level: 'warning' });
    expect(blind!.evidence[0]!.quotes).toEqual([`ScalingActive False, FailedGetResourceMetric: ${message}`]);
  });

  it('is the way of activation where nothing is wanted and nothing is there', () => {
    const condition = { type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message: '' };
    const lines = [
      deploymentLine({ ...seen, desired: 0, ready: 0 }),
      hpaLine({ ...seen, conditions: [condition] }),
    ];
    expect(causesOf(lines).map(([cause]) => cause)).toEqual(['neverActivated']);
  });

  it('is GitOps beside an autoscaler', () => {
    const kept = { ...deploymentLine({ ...seen, desired: 1 }), replicasKeptBy: ['argocd-controller'] };
    expect(causesOf([kept, ready, hpaLine(seen)]).map(([cause]) => cause)).toEqual([
      'replicasChangedByOthers',
    ]);
    expect(causesOf([kept, ready])).toEqual([]);
  });

  it('leaves out pods that are being ended', () => {
    const ended = waiting('b', { terminating: true, waitingReason: 'CrashLoopBackOff' });
    expect(findStanding([deploymentLine({ ...seen, desired: 1 }), ready, ended])).toEqual([]);
  });

  it('is no pod that was evicted; the warning of it is kept', () => {
    const evicted = waiting('b', { phase: 'Failed', statusReason: 'Evicted', createdAtMs: at(-30) });
    const message = 'The node was low on resource: memory.';
    const said = eventLine({ ...seen, objectName: 'b', reason: 'Evicted', message });
    const lines = [deploymentLine({ ...seen, desired: 1 }), ready, evicted, said];
    const findings = findStanding(lines);
    expect(findings).toEqual([]);
    expect(otherWarnings(lines, findings).flatMap(({ quotes }) => quotes)).toEqual([`Evicted: ${message}`]);
  });

  it('keeps warnings that no finding quotes, the most frequent first', () => {
    const lines = [
      deploymentLine({ ...seen, desired: 2, ready: 1 }),
      ready,
      waiting('b', { waitingReason: 'ErrImagePull' }),
      eventLine({ ...seen, objectName: 'b', reason: 'Failed', message: 'told above' }),
      eventLine({
        ...seen,
        objectName: 'a',
        reason: 'Unhealthy',
        message: 'Readiness probe failed',
        count: 2,
      }),
      eventLine({
        ...seen,
        objectKind: 'Deployment',
        objectName: 'x',
        reason: 'Stuck',
        message: 'm',
        count: 9,
      }),
    ];
    expect(otherWarnings(lines, findStanding(lines)).map(({ quotes }) => quotes[0])).toEqual([
      'Stuck: m',
      'Unhealthy: Readiness probe failed',
    ]);
  });
});
