import type { PodLine } from '../../runs/schema/cluster-series.ts';
import { controllerOf, nameOf, type RawCondition, type RawContainer, type RawPod, timeMs } from './raw.ts';

/** What a container waits for in the normal course of a start; any other reason is trouble. */
const ordinaryWaits = new Set(['ContainerCreating', 'PodInitializing']);

const trueSinceMs = (condition: RawCondition | undefined): number | null =>
  condition?.status === 'True' ? timeMs(condition.lastTransitionTime) : null;

/** When the last of the containers began to run; null while one of them does not run. */
const allStartedAtMs = (containers: readonly RawContainer[]): number | null => {
  const startedMs = containers.map((container) => timeMs(container.state?.running?.startedAt));
  const known = startedMs.filter((ms) => ms !== null);
  return known.length === 0 || known.length < startedMs.length ? null : Math.max(...known);
};

/** The wait that tells most: trouble before an ordinary wait, init containers before the ones that wait for them. */
const waitingReason = (containers: readonly RawContainer[]): string | null => {
  const reasons = containers.flatMap((container) => container.state?.waiting?.reason ?? []);
  return reasons.find((reason) => !ordinaryWaits.has(reason)) ?? reasons[0] ?? null;
};

/** How a container last ended; an init container that completed is no news. */
const lastEnding = (containers: readonly RawContainer[]) => {
  const endings = containers
    .flatMap(({ state, lastState }) => [state?.terminated ?? [], lastState?.terminated ?? []].flat())
    .filter(({ reason }) => reason !== undefined && reason !== 'Completed')
    .sort((a, b) => (timeMs(b.finishedAt) ?? 0) - (timeMs(a.finishedAt) ?? 0));
  return endings[0];
};

/**
 * A pod's place in its life. Times are the kubelet's and the scheduler's (cluster clock, whole seconds) and are
 * null while their condition does not hold: a pod that lost readiness has no `readyAtMs`. `restarts` counts
 * init containers too, since a model download that fails restarts there.
 */
export const toPodLine = (raw: RawPod, atMs: number): PodLine => {
  const status = raw.status ?? {};
  const condition = (type: string): RawCondition | undefined =>
    status.conditions?.find((one) => one.type === type);
  const mainContainers = status.containerStatuses ?? [];
  const containers = [...(status.initContainerStatuses ?? []), ...mainContainers];
  const ending = lastEnding(containers);
  const owner = controllerOf(raw);
  const scheduled = condition('PodScheduled');
  const ready = condition('Ready');
  return {
    kind: 'pod',
    atMs,
    name: nameOf(raw),
    phase: status.phase ?? 'Unknown',
    ready: ready?.status === 'True',
    terminating: raw.metadata?.deletionTimestamp != null,
    deleted: false,
    node: raw.spec?.nodeName ?? null,
    createdAtMs: timeMs(raw.metadata?.creationTimestamp),
    scheduledAtMs: trueSinceMs(scheduled),
    initializedAtMs: trueSinceMs(condition('Initialized')),
    startedAtMs: allStartedAtMs(mainContainers),
    readyAtMs: trueSinceMs(ready),
    restarts: containers.reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0),
    waitingReason: waitingReason(containers),
    lastTerminatedReason: ending?.reason ?? null,
    ...(ending?.exitCode !== undefined && { lastExitCode: ending.exitCode }),
    ...(owner !== null && { owner: `${owner.kind} ${owner.name}` }),
    ...(status.reason !== undefined && { statusReason: status.reason }),
    unschedulableMessage: scheduled?.status === 'False' ? (scheduled.message ?? null) : null,
  };
};
