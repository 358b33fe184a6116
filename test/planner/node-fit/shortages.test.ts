import { expect, it } from 'vitest';
import { shortagesIn } from '../../../planner/node-fit/shortages.ts';

it('reads what the scheduler found too little of, and on how many nodes', () => {
  // The messages are those of the help page and of public issues: "Insufficient", "Too many pods", taints beside them.
  expect(shortagesIn('0/3 nodes are available: 3 Insufficient nvidia.com/gpu.')).toEqual([
    { resource: 'nvidia.com/gpu', nodes: 3 },
  ]);
  expect(
    shortagesIn(
      '0/5 nodes are available: 2 Insufficient memory, 3 node(s) had untolerated taint {sku: gpu}.',
    ),
  ).toEqual([{ resource: 'memory', nodes: 2 }]);
  expect(shortagesIn('0/1 nodes are available: 1 Too many pods.')).toEqual([{ resource: 'pods', nodes: 1 }]);
});

it('does not take for a shortage what preemption would do', () => {
  const message =
    '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 Insufficient memory.';
  expect(shortagesIn(message)).toEqual([{ resource: 'cpu', nodes: 1 }]);
});
