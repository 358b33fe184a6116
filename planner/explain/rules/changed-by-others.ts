import type { Drop } from '../evidence/foreign-drops.ts';
import type { Part } from '../evidence/part.ts';
import type { View } from '../evidence/view.ts';
import { factOf, inFlightFact, replicasFact, spanOf } from '../facts.ts';
import { type Rule, whole } from './rule.ts';
import { isTooMuch } from './turned-away.ts';

/** Replicas that were taken away are missed for so long, until the autoscaler has put them back. */
const missedForSeconds = 60;

const dropBefore = ({ second }: Part, view: View): Drop | undefined =>
  view.foreignDrops.findLast((drop) => drop.second <= second + 1 && second - drop.second <= missedForSeconds);

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
