/** Why a pod fits on no node, as the scheduler or the API server says it. */
export type SchedulerWords = {
  /** Nodes that were looked at; null: the message does not say. */
  readonly nodes: number | null;
  /** What is short, by resource, and on how many nodes: "cpu", "nvidia.com/gpu", "pods" of a full node, "quota". */
  readonly short: Readonly<Record<string, number>>;
  /** Nodes that the pod must not go to by a taint that somebody gave them; those of Kubernetes itself do not count. */
  readonly tainted: number;
  /** Nodes that its node selector or affinity rules out. */
  readonly unmatched: number;
  /** The message without what preemption would do. */
  readonly words: string;
};

const counted = (message: string, pattern: RegExp): [string, number][] =>
  [...message.matchAll(pattern)].map(([, nodes, resource]) => [resource!, Number(nodes)]);

/** Taints that Kubernetes sets: a node that is not ready, cordoned, under pressure, or part of the control plane. */
const ownTaint = /^node(?:-role|\.cloudprovider)?\.kubernetes\.io\//;

const taintedIn = (words: string): number =>
  [...words.matchAll(/(?<!\d)(\d+) node\(s\) had (?:untolerated )?taint \{([^:}]*)/g)].reduce(
    (sum, [, nodes, key]) => (ownTaint.test(key!) ? sum : sum + Number(nodes)),
    0,
  );

const unmatchedIn = (words: string): number =>
  counted(words, /(?<!\d)(\d+) node\(s\) (didn't match (?:Pod's )?node (?:affinity|selector))/g).reduce(
    (sum, [, nodes]) => sum + nodes,
    0,
  );

/**
 * Reads "0/3 nodes are available: 1 Insufficient cpu, 2 Insufficient nvidia.com/gpu. preemption: …", "Too many pods" of a
 * node that is full, and "exceeded quota" of an admission rule.
 *
 * @example schedulerWords('0/3 nodes are available: 3 Insufficient cpu.').short // { cpu: 3 }
 */
export const schedulerWords = (message: string): SchedulerWords => {
  const words = message.replace(/(?<!\s)\s*preemption:.*$/s, '');
  const nodes = /\b\d+\/(\d+) nodes are available/.exec(words)?.[1];
  const full = /(?<!\d)(\d+) Too many pods/.exec(words)?.[1];
  return {
    nodes: nodes === undefined ? null : Number(nodes),
    short: {
      ...Object.fromEntries(counted(words, /(?<!\d)(\d+) Insufficient ([\w./-]*\w)/g)),
      ...(full !== undefined && { pods: Number(full) }),
      ...(/exceeded quota/.test(words) && { quota: 1 }),
    },
    tainted: taintedIn(words),
    unmatched: unmatchedIn(words),
    words,
  };
};
