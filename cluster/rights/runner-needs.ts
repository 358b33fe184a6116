import type { ClusterRunners } from '../runners/pod-spec.ts';
import type { Need } from './needs.ts';

const testRunNeed: Need = { group: 'k6.io', name: 'testruns', verbs: ['create'] };

/**
 * What the tool does to fire from pods: it makes the Lease, the plan and the Job, gives its orders by the Lease, follows pods and
 * their logs, and removes the Lease with all that it owns.
 */
export const runnerNeeds = (by: ClusterRunners['by']): readonly Need[] => [
  { group: 'coordination.k8s.io', name: 'leases', verbs: ['create', 'list', 'patch', 'delete'] },
  { group: '', name: 'configmaps', verbs: ['create'] },
  // Beside a TestRun, too: `doctor --yes` asks the image by a Job.
  { group: 'batch', name: 'jobs', verbs: ['create'] },
  ...(by === 'testRun' ? [testRunNeed] : []),
  { group: '', name: 'pods', verbs: ['list', 'watch'] },
  { group: '', name: 'pods/log', verbs: ['get'] },
];

/** What a runner itself may: read the Lease of its run. */
export const ownNeeds: readonly Need[] = [
  { group: 'coordination.k8s.io', name: 'leases', verbs: ['get', 'watch'] },
];
