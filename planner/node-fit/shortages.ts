/** What a pod fits on no node for want of, and on how many nodes. */
type Shortage = { readonly resource: string; readonly nodes: number };

/**
 * The resources that the scheduler found too little of. What it says of preemption afterwards is no shortage.
 * Source: kubernetes/kubernetes, pkg/scheduler/framework/plugins/noderesources/fit.go and framework/types.go (FitError)
 *
 * @example shortagesIn('0/3 nodes are available: 1 Insufficient cpu, 2 Too many pods.') // [{ resource: 'cpu', nodes: 1 }, { resource: 'pods', nodes: 2 }]
 */
export const shortagesIn = (message: string): Shortage[] => {
  const [reasons = ''] = message.split(/\bpreemption:/);
  return [...reasons.matchAll(/(\d+) (?:Insufficient ([\w./-]*\w)|Too many pods)/g)].map(
    ([, nodes, resource = 'pods']) => ({ resource, nodes: Number(nodes) }),
  );
};
