import type { Recorded } from '../../timeline/recording.ts';
import { slotTargetOf } from './scaler.ts';

/** A step down of what the workload wants. */
export type Drop = {
  readonly second: number;
  readonly from: number;
  readonly to: number;
  readonly name: string;
};

/** Between an autoscaler's own step and its target's, in seconds: the two are watched apart. */
const sameStepSeconds = 5;

/** The router of Azure ML scales by itself: every other autoscaler is a second one. */
const isBesideRouter = ({ run }: Recorded): boolean => slotTargetOf(run.config.autoscaler) !== null;

/** Steps down of a workload that the autoscaler, which was watched too, did not ask for. */
export const foreignDrops = (recorded: Recorded): Drop[] => {
  const { cluster, timeline } = recorded;
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
    if (!isBesideRouter(recorded) && asked.some((wish) => wish <= line.desired)) continue;
    drops.push({ second: secondOf(line.atMs), from, to: line.desired, name: line.name });
  }
  return drops;
};
