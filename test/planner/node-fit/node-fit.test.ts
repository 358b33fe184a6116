import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutSurge } from '../../../planner/node-fit/fit.ts';
import { nodeFitOf, roomForPlan } from '../../../planner/node-fit/node-fit.ts';
import type { ClusterLine, EventLine } from '../../../runs/schema/cluster-series.ts';
import type { NodeFit } from '../../../runs/schema/result/node-fit.ts';
import type { PodNeeds, Room, RoomNode } from '../../../runs/schema/room.ts';
import { podLine } from '../../builders/cluster.ts';

const gibibyte = 2 ** 30;

const pod: PodNeeds = {
  requests: { cpu: 0.5, memory: gibibyte },
  limits: {},
  nodeSelector: {},
  nodeTerms: [],
  tolerations: [],
  isAlone: false,
  notJudged: [],
};

const node = (change: Partial<RoomNode> = {}): RoomNode => ({
  name: 'node-1',
  ready: true,
  unschedulable: false,
  labels: {},
  taints: [],
  allocatable: { cpu: 4, memory: 16 * gibibyte, pods: 30 },
  used: { cpu: 1, memory: 2 * gibibyte, pods: 5 },
  ownPods: 1,
  ...change,
});

const roomOf = (change: Partial<Room> = {}): Room => ({
  pod,
  placed: 1,
  nodes: [node()],
  quotas: [],
  surge: { share: 0.25 },
  nodeAutoscaler: [],
  timeouts: [],
  ...change,
});

const fitOf = (change: Partial<Room> = {}, others: readonly ClusterLine[] = []) =>
  nodeFitOf({ cluster: [{ kind: 'room', atMs: 0, ...roomOf(change) }, ...others] })!;

const mostFor = (fit: NodeFit): number | null => roomForPlan(fit)?.replicas ?? null;

const message =
  '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';
const pending = (name: string, atMs = 7000) =>
  podLine({ atMs, name, ready: false, node: null, unschedulableMessage: message });

const eventOf = (reason: string): EventLine => ({
  kind: 'event',
  atMs: 9000,
  eventAtMs: 9000,
  type: 'Normal',
  reason,
  message: 'pod triggered scale-up: [{pool 1->2 (max: 4)}]',
  objectKind: 'Pod',
  objectName: 'b',
  count: 1,
});

describe('the replicas that fit', () => {
  it('are those that run, and what is left of the nodes beside all that runs there', () => {
    // 3 cores are left: 6 more beside the one that runs.
    expect(fitOf()).toMatchObject({
      replicas: 7,
      limit: 'nodes',
      certainty: 'exact',
      missing: [{ resource: 'cpu', nodes: 1 }],
      usableNodes: 1,
    });
  });

  it.each<[string, Partial<RoomNode>, Partial<PodNeeds>, number]>([
    ['pods that a node may have', { allocatable: { cpu: 64, memory: 64 * gibibyte, pods: 8 } }, {}, 4],
    ['memory', {}, { requests: { cpu: 0.1, memory: 4 * gibibyte } }, 4],
    [
      'a GPU that is taken',
      { allocatable: { cpu: 64, 'nvidia.com/gpu': 2, pods: 99 }, used: { 'nvidia.com/gpu': 1, pods: 1 } },
      { requests: { 'nvidia.com/gpu': 1 } },
      2,
    ],
    ['a resource that the node lacks', { ownPods: 0 }, { requests: { 'nvidia.com/gpu': 1 } }, 0],
    ['one of them on a node', {}, { isAlone: true }, 1],
    ['a cordoned node', { unschedulable: true }, {}, 0],
    ['a node that is not ready', { ready: false }, {}, 0],
    ['a taint', { taints: [{ key: 'sku', value: 'gpu', effect: 'NoSchedule' }] }, {}, 0],
    ['a taint that only asks', { taints: [{ key: 'sku', value: 'gpu', effect: 'PreferNoSchedule' }] }, {}, 7],
    ['a selector', { labels: { pool: 'cpu' } }, { nodeSelector: { pool: 'gpu' } }, 0],
  ])('are bounded by %s', (_, of, needs, replicas) => {
    expect(fitOf({ nodes: [node(of)], pod: { ...pod, ...needs } }).replicas).toBe(replicas);
  });

  it('may use a tainted node that they tolerate', () => {
    const tainted = node({ taints: [{ key: 'sku', value: 'gpu', effect: 'NoSchedule' }] });
    const tolerate = (
      key: string | null,
      operator: 'Exists' | 'Equal',
      value = '',
      effect: string | null = null,
    ) =>
      fitOf({ nodes: [tainted], pod: { ...pod, tolerations: [{ key, operator, value, effect }] } }).replicas;
    expect(tolerate('sku', 'Equal', 'gpu')).toBe(7);
    expect(tolerate('sku', 'Exists', '', 'NoSchedule')).toBe(7);
    expect(tolerate(null, 'Exists')).toBe(7);
    expect(tolerate('sku', 'Equal', 'cpu')).toBe(0);
    expect(tolerate('sku', 'Exists', '', 'NoExecute')).toBe(0);
  });

  it.each<[PodNeeds['nodeTerms'][number][number], number]>([
    [{ key: 'zone', operator: 'In', values: ['a', 'b'] }, 7],
    [{ key: 'zone', operator: 'NotIn', values: ['a'] }, 0],
    [{ key: 'other', operator: 'NotIn', values: ['a'] }, 7],
    [{ key: 'other', operator: 'Exists', values: [] }, 0],
    [{ key: 'other', operator: 'DoesNotExist', values: [] }, 7],
    [{ key: 'gen', operator: 'Gt', values: ['4'] }, 7],
    [{ key: 'gen', operator: 'Lt', values: ['4'] }, 0],
  ])('go where the required affinity %o lets them', (requirement, replicas) => {
    const labelled = node({ labels: { zone: 'a', gen: '5' } });
    expect(fitOf({ nodes: [labelled], pod: { ...pod, nodeTerms: [[requirement]] } }).replicas).toBe(replicas);
  });

  it('are at most so many where other pods may not be read, or a rule was not judged', () => {
    expect(fitOf({ nodes: [node({ used: null })] })).toMatchObject({ replicas: 8, certainty: 'atMost' });
    expect(fitOf({ pod: { ...pod, notJudged: ['podAffinity'] } }).certainty).toBe('atMost');
  });

  it('end at a quota that is tighter than the nodes', () => {
    const quotas = [{ name: 'team', entry: 'requests.cpu', hard: 2, used: 0.5 }];
    expect(fitOf({ quotas })).toMatchObject({
      replicas: 4,
      quotaReplicas: 4,
      limit: 'quota',
      missing: [{ resource: 'requests.cpu', nodes: null, quota: 'team' }],
    });
  });

  it('leave room for a rollout, if asked', () => {
    expect(fitOf().replicasWithSurge).toBe(5);
    expect(withoutSurge({ pods: 1 }, 7)).toBe(6);
    expect(withoutSurge(null, 7)).toBeNull();
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (fit, share) => {
          const held = withoutSurge({ share }, fit)!;
          expect(held + Math.ceil(share * held - 1e-9)).toBeLessThanOrEqual(fit);
          if (held < fit) expect(held + 1 + Math.ceil(share * (held + 1) - 1e-9)).toBeGreaterThan(fit);
        },
      ),
    );
  });

  it('never get fewer by another node, nor more by another pod on one', () => {
    const amount = fc.integer({ min: 0, max: 64 });
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 6 }), (sizes) => {
        const nodes = sizes.map(([cpu, used]) =>
          node({
            allocatable: { cpu, memory: 64 * gibibyte, pods: 99 },
            used: { cpu: used, pods: 1 },
            ownPods: 0,
          }),
        );
        const all = fitOf({ nodes, placed: 0 }).replicas!;
        expect(fitOf({ nodes: nodes.slice(1), placed: 0 }).replicas!).toBeLessThanOrEqual(all);
        const busier = nodes.map((one) => ({ ...one, used: { ...one.used, cpu: one.used!['cpu']! + 1 } }));
        expect(fitOf({ nodes: busier, placed: 0 }).replicas!).toBeLessThanOrEqual(all);
      }),
    );
  });
});

describe('pods that fit on no node until the end of the run', () => {
  const seen = [podLine({ atMs: 0, name: 'a' }), ...['b', 'c', 'd', 'e'].map((name) => pending(name))];

  it('show how many fit, and what is missing, without knowing the nodes', () => {
    expect(nodeFitOf({ cluster: seen })).toMatchObject({
      replicas: 1,
      limit: 'pending',
      missing: [{ resource: 'cpu', nodes: 1 }],
      pendingPods: 4,
      said: message,
      growth: 'unknown',
    });
  });

  it('bound a plan: field case "five wanted", one ready, four that fit nowhere', () => {
    expect(roomForPlan(nodeFitOf({ cluster: seen }))).toEqual({ replicas: 1, missing: ['cpu'] });
  });

  it('take no place for a pod that was evicted', () => {
    const evicted = podLine({ atMs: 9000, name: 'a', phase: 'Failed', ready: false });
    expect(nodeFitOf({ cluster: [...seen, evicted] })).toMatchObject({ replicas: 0, limit: 'pending' });
  });

  it('count before what was computed', () => {
    expect(fitOf({}, seen)).toMatchObject({ replicas: 1, limit: 'pending' });
  });

  it('are no bound where nodes came or are being added, and tell how long one took', () => {
    const placed = podLine({ atMs: 67_000, name: 'b', ready: false, scheduledAtMs: 67_000 });
    const after = nodeFitOf({ cluster: [podLine({ atMs: 0, name: 'a' }), pending('b'), placed] })!;
    expect(after).toMatchObject({ replicas: null, nodeLagSeconds: 60, growth: 'possible', pendingPods: 1 });
    expect(mostFor(after)).toBeNull();
    const adding = nodeFitOf({ cluster: [...seen, eventOf('TriggeredScaleUp')] })!;
    expect([adding.growth, mostFor(adding)]).toEqual(['possible', null]);
  });

  it('are one where what adds nodes says that it can’t', () => {
    const refused = nodeFitOf({ cluster: [...seen, eventOf('NotTriggerScaleUp')] })!;
    expect([refused.growth, mostFor(refused)]).toEqual(['none', 1]);
  });
});

describe('the most that a plan may have', () => {
  it('is what fits where nothing adds nodes, a quota alone where something does or may', () => {
    const quotas = [{ name: 'team', entry: 'pods', hard: 40, used: 1 }];
    expect(mostFor(fitOf({ quotas }))).toBe(7);
    expect(mostFor(fitOf({ quotas, nodeAutoscaler: ['karpenter.sh'] }))).toBe(40);
    expect(mostFor(fitOf({ quotas, nodeAutoscaler: null }))).toBe(40);
    expect(roomForPlan(fitOf({ quotas }))).toEqual({ replicas: 7, missing: ['cpu'] });
    expect(mostFor(fitOf({ nodeAutoscaler: null }))).toBeNull();
  });

  it('is nothing where nothing is known', () => {
    expect(nodeFitOf({ cluster: [podLine({ atMs: 0, name: 'a' })] })).toBeUndefined();
  });
});
