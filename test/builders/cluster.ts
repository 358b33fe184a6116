import type { PodLine, WorkloadLine } from '../../runs/schema/cluster-series.ts';

export const deploymentLine = (
  change: Partial<WorkloadLine> & { atMs: number; desired: number },
): WorkloadLine => ({
  kind: 'deployment',
  name: 'demo',
  current: change.desired,
  ready: change.desired,
  available: change.desired,
  deleted: false,
  ...change,
});

/** A pod; ready unless told otherwise. */
export const podLine = (change: Partial<PodLine> & { atMs: number; name: string }): PodLine => ({
  kind: 'pod',
  phase: 'Running',
  ready: true,
  terminating: false,
  deleted: false,
  node: 'node-1',
  createdAtMs: null,
  scheduledAtMs: null,
  initializedAtMs: null,
  startedAtMs: null,
  readyAtMs: null,
  restarts: 0,
  waitingReason: null,
  lastTerminatedReason: null,
  unschedulableMessage: null,
  ...change,
});
