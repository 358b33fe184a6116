import type { Part } from '../evidence/part.ts';
import { slotTargetOf } from '../evidence/scaler.ts';
import type { View } from '../evidence/view.ts';
import { factOf, inFlightFact, replicasFact, spanOf } from '../facts.ts';
import { type Rule, whole } from './rule.ts';
import { isTooMuch } from './turned-away.ts';

/** A step down of what the workload wants. */
type Drop = { readonly second: number; readonly from: number; readonly to: number; readonly name: string };

/** Between an autoscaler's own step and its target's, in seconds: the two are watched apart. */
const sameStepSeconds = 5;
/** Replicas that were taken away are missed for so long, until the autoscaler has put them back. */
const missedForSeconds = 60;

/** The router of Azure ML scales by itself: every other autoscaler is a second one. */
const isBesideRouter = ({ recorded }: View): boolean => slotTargetOf(recorded.run.config.autoscaler) !== null;

/** Steps down of a workload that the autoscaler, which was watched too, did not ask for. */
const foreignDrops = (view: View): Drop[] => {
  const { cluster, timeline } = view.recorded;
  const secondOf = (atMs: number): number => (atMs - timeline.startedAtMs) / 1000;
  const wishes = cluster.filter((line) => line.kind === 'autoscaler');
  if (wishes.length === 0) return [];
  const wishNear = (atMs: number): number[] => {
    const before = wishes.findLast((line) => line.atMs <= atMs - sameStepSeconds * 1000);
    const near = wishes.filter((line) => Math.abs(line.atMs - atMs) <= sameStepSeconds * 1000);
    return [...(before ? [before] : []), ...near].map(({ desiredReplicas }) => desiredReplicas);
  };
  const last = new Map<string, number>();
  const drops: Drop[] = [];
  for (const line of cluster) {
    if (line.kind !== 'deployment' && line.kind !== 'workload') continue;
    const from = last.get(line.name);
    last.set(line.name, line.desired);
    if (from === undefined || line.desired >= from || line.deleted) continue;
    const asked = wishNear(line.atMs);
    // An autoscaler that asked for as few, or had no wish yet, may have done it itself: unless it is none of the platform's.
    if (!isBesideRouter(view) && asked.some((wish) => wish <= line.desired)) continue;
    drops.push({ second: secondOf(line.atMs), from, to: line.desired, name: line.name });
  }
  return drops;
};

const dropBefore = ({ second }: Part, view: View): Drop | undefined =>
  foreignDrops(view).findLast(
    (drop) => drop.second <= second + 1 && second - drop.second <= missedForSeconds,
  );

/** Whether the replicas are still fewer than before the step. */
const isMissed = (part: Part, view: View): boolean => {
  const drop = dropBefore(part, view);
  const ready = view.recorded.timeline.cluster.ready[part.second];
  return drop !== undefined && ready != null && ready < drop.from;
};

/** GitOps, a second autoscaler or a person took replicas away that the autoscaler wanted. */
export const replicasChangedByOthers: Rule = {
  cause: 'replicasChangedByOthers',
  share: whole((part, view) => isTooMuch(part, view) && isMissed(part, view) && part.missing.lost === 0),
  facts: (parts, view) => [
    ...[...new Set(parts.flatMap((part) => dropBefore(part, view) ?? []))].map((drop) =>
      factOf(
        'desiredMoved',
        { fromSecond: drop.second, toSecond: drop.second },
        {
          objects: [drop.name],
          numbers: { from: drop.from, to: drop.to },
        },
      ),
    ),
    ...keptFact(parts, view),
    ...replicasFact(parts, view),
    ...inFlightFact(parts, view),
  ],
};

/** Signs that a GitOps tool writes the number of replicas. */
const keptFact = (parts: readonly Part[], view: View) => {
  const signs = view.recorded.cluster.flatMap((line) =>
    line.kind === 'deployment' || line.kind === 'workload' ? (line.replicasKeptBy ?? []) : [],
  );
  return signs.length === 0
    ? []
    : [factOf('condition', spanOf(parts), { quotes: signs, objects: ['GitOps'] })];
};
