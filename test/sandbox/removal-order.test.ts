import { expect, it } from 'vitest';
import { byRemovalOrder } from '../../sandbox/removal-order.ts';
import type { ReplicaState } from '../../sandbox/replica.ts';

const replica = (name: string, state: Partial<ReplicaState>): ReplicaState => ({
  name,
  uid: name,
  createdAtMs: 0,
  stage: 'ready',
  node: 'one',
  unschedulable: null,
  scheduledAtMs: 0,
  startedAtMs: 0,
  readyAtMs: 10,
  restarts: 0,
  lastCrash: null,
  removedAtMs: null,
  ...state,
});

it('is the order of the ReplicaSet controller', () => {
  const inOrder = [
    replica('without a node', { stage: 'pending', node: null, readyAtMs: null }),
    replica('still pulling', { stage: 'pulling', readyAtMs: null }),
    replica('started, not ready', { stage: 'starting', readyAtMs: null }),
    replica('ready last', { readyAtMs: 20 }),
    replica('ready earlier, restarted', { restarts: 2 }),
    replica('ready earlier, created last', { createdAtMs: 5 }),
    replica('ready earlier, created first', {}),
  ];
  const names = (replicas: readonly ReplicaState[]) => replicas.map(({ name }) => name);
  expect(names(inOrder.toReversed().sort(byRemovalOrder))).toEqual(names(inOrder));
});
