import { expect, it } from 'vitest';
import { schedulerWords } from '../../../planner/measure/scheduler-words.ts';

// Messages of the help page of Azure ML, of its newer troubleshooting page, and of a scheduler 1.36.
it.each([
  ['0/3 nodes are available: 3 Insufficient nvidia.com/gpu', 3, { 'nvidia.com/gpu': 3 }],
  [
    '0/4 nodes are available: 1 Insufficient cpu, 3 Insufficient memory. preemption: 0/4 nodes are available: 4 No preemption victims found for incoming pod.',
    4,
    { cpu: 1, memory: 3 },
  ],
  [
    '0/5 nodes are available: 2 Insufficient memory, 3 node(s) had untolerated taint {sku: gpu}.',
    5,
    { memory: 2 },
  ],
  [
    '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 Insufficient memory.',
    1,
    { cpu: 1 },
  ],
  ['Kubernetes unschedulable. Details:0/1 nodes are available: 1 Too many pods...', 1, { pods: 1 }],
  ['pods "x" is forbidden: exceeded quota: compute, requested: cpu=1', null, { quota: 1 }],
  ["0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules", 1, {}],
])('reads %s', (message, nodes, short) => {
  const said = schedulerWords(message);
  expect(said).toMatchObject({ nodes, short });
  expect(said.words).not.toContain('preemption');
});

it.each([
  ['0/5 nodes are available: 2 Insufficient memory, 3 node(s) had untolerated taint {sku: gpu}.', 3, 0],
  ["0/2 nodes are available: 2 node(s) had taint {sku: gpu}, that the pod didn't tolerate.", 2, 0],
  [
    '0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }.',
    0,
    0,
  ],
  ['0/3 nodes are available: 3 node(s) had untolerated taint {node.kubernetes.io/not-ready: }.', 0, 0],
  ["0/4 nodes are available: 4 node(s) didn't match Pod's node affinity/selector.", 0, 4],
  ["0/4 nodes are available: 4 node(s) didn't match node selector.", 0, 4],
])(
  'counts the nodes that turn the pod away, but not by a taint of Kubernetes: %s',
  (message, tainted, unmatched) => {
    expect(schedulerWords(message)).toMatchObject({ tainted, unmatched });
  },
);
