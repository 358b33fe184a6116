import { type Answer, answers } from '../lab/answers.ts';
import type { Lab } from '../lab/lab.ts';
import { createService, type Ending, failed, scored } from '../lab/service.ts';
import type { HpaView } from '../lab/workload-objects.ts';
import type { Cause } from '../planted.ts';
import type { ScenarioConfig } from '../scenario.ts';

/** The cluster before the load: one node, so many ready replicas, and an HPA where the service has one. */
export const begin = (
  { cluster, pods }: Lab,
  { replicas, hpa }: { readonly replicas: number; readonly hpa?: Partial<HpaView> },
): string[] => {
  cluster.node('node-1', '8');
  cluster.putWorkloads();
  cluster.wants(replicas);
  const names = pods.old(replicas);
  if (hpa !== undefined) cluster.hpa(hpaView(replicas, hpa));
  return names;
};

/** An HPA on 70 % CPU. */
export const hpaView = (replicas: number, change: Partial<HpaView>): HpaView => ({
  minReplicas: 1,
  maxReplicas: 5,
  current: replicas,
  desired: replicas,
  utilization: 40,
  target: 70,
  ...change,
});

/** The HPA has asked for so many: its event, the Deployment's number, its pods on their node. */
export const grow = (
  { cluster, pods }: Lab,
  to: number,
  { hpa, isScheduled = true }: { readonly hpa?: Partial<HpaView>; readonly isScheduled?: boolean } = {},
): string[] => {
  const from = cluster.desired();
  if (hpa !== undefined) {
    cluster.hpa(hpaView(from, { desired: to, utilization: 160, ...hpa }));
    cluster.event('HorizontalPodAutoscaler/scoring', {
      type: 'Normal',
      reason: 'SuccessfulRescale',
      message: `New size: ${to}; reason: cpu resource utilization (percentage of request) above target`,
      component: 'horizontal-pod-autoscaler',
    });
  }
  cluster.wants(to);
  const made = Array.from({ length: to - from }, () => cluster.makePod());
  if (isScheduled) for (const pod of made) pods.schedule(pod);
  return made;
};

/** What requests meet: replicas of 180 ms with one slot each, and what becomes of those that find none. */
export const replicasOf = (
  lab: Lab,
  options: {
    readonly turnedAway?: Answer;
    /** Why slots are short at this moment, as the planter has it. */
    readonly shortOf?: () => Cause;
    readonly nobody?: Answer;
    readonly nobodyBecause?: () => Cause;
    readonly serviceMs?: () => number;
    readonly slots?: number;
    readonly queueWaitMs?: number;
    readonly timeoutMs?: number;
    readonly timedOut?: Ending;
    readonly tellsServiceTime?: boolean;
    readonly onReplica?: (replica: string) => Ending | Promise<Ending>;
    /** Whom requests are sent to; by default those that are Ready. */
    readonly takes?: (pod: string) => boolean;
  } = {},
) => {
  const { turnedAway = answers.serverBusy, shortOf = () => 'atMaxReplicas' as const } = options;
  const { nobody = answers.nginxNoEndpoints, nobodyBecause = shortOf } = options;
  return createService({
    replicas: () =>
      lab.cluster
        .pods()
        .filter(({ name, ready }) => options.takes?.(name) ?? ready)
        .map(({ name }) => name),
    slots: options.slots ?? 1,
    serviceMs: options.serviceMs ?? (() => 180),
    queueWaitMs: options.queueWaitMs ?? 400,
    timeoutMs: options.timeoutMs ?? null,
    tellsServiceTime: options.tellsServiceTime ?? false,
    onReplica: options.onReplica ?? (() => scored),
    turnedAway: () => failed(turnedAway, shortOf()),
    nobody: () => failed(nobody, nobodyBecause()),
    timedOut: () => options.timedOut ?? failed(answers.nginxTimeout, 'modelSlowerThanTimeout'),
  });
};

/** A value that the script turns as its story goes. */
export const changing = <Value>(first: Value) => {
  let value = first;
  return {
    now: () => value,
    set: (next: Value) => {
      value = next;
    },
  };
};

type Bounds = { readonly minReplicas?: number; readonly maxReplicas?: number };

/** A plain Deployment under an HPA on 70 % CPU. */
export const hpaConfig = ({ minReplicas = 1, maxReplicas = 5 }: Bounds = {}): ScenarioConfig => ({
  autoscaler: { kind: 'hpa', minReplicas, maxReplicas, metrics: [{ targetValue: 0.7 }] },
  target: { kind: 'kubernetes' },
});

/** A service behind azureml-fe, with a target of 70 %. */
export const azuremlConfig = (
  version: 'v1' | 'v2',
  { minReplicas = 1, maxReplicas = 10 }: Bounds = {},
): ScenarioConfig => ({
  autoscaler: { kind: `azureml-${version}`, targetUtilization: 0.7, minReplicas, maxReplicas },
  target: { kind: `aks-${version}` },
});
