import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { desiredOf, type Wanted, wantedIn } from './wanted.ts';

/** The wanted replicas from one moment on. */
export type WantedStep = { readonly atMs: number; readonly replicas: number };

/** Each change of the number of wanted replicas of all objects together, the first sight of it included, in order of time. */
export const wantedSteps = (lines: readonly ClusterLine[]): readonly WantedStep[] => {
  const state = new Map<string, Wanted>();
  const steps: WantedStep[] = [];
  for (const wanted of wantedIn(lines).toSorted((a, b) => a.atMs - b.atMs)) {
    if (wanted.deleted) state.delete(wanted.id);
    else state.set(wanted.id, wanted);
    const replicas = desiredOf([...state.values()]);
    if (replicas !== null && replicas !== steps.at(-1)?.replicas) steps.push({ atMs: wanted.atMs, replicas });
  }
  return steps;
};

/**
 * The wanted replicas just before a moment; null: nothing was seen until then.
 *
 * @example wantedBefore([{ atMs: 5, replicas: 2 }], 5) // null
 */
export const wantedBefore = (steps: readonly WantedStep[], atMs: number): number | null =>
  steps.findLast((step) => step.atMs < atMs)?.replicas ?? null;

/**
 * Moments, on the tool's clock, at which an object was seen to want more replicas than before, in the order of the lines. A pod is
 * made because its own object wants more: a rolling update raises the new ReplicaSet while the sum of `wantedSteps`
 * stays. What was wanted second by second is in `replicasOnGrid`, which leaves out what the watch did not see.
 */
export const raisesOfObjects = (cluster: readonly ClusterLine[]): number[] => {
  const desired = new Map<string, number>();
  const raises: number[] = [];
  for (const wanted of wantedIn(cluster)) {
    const before = desired.get(wanted.id);
    if (before !== undefined && wanted.desired > before) raises.push(wanted.atMs);
    desired.set(wanted.id, wanted.desired);
  }
  return raises;
};
