import { policyOf, replicaLattice, targetOf, targetsFor } from '../../planner/recommend/trials/candidates.ts';
import { meanOfValues } from '../../planner/stats/simple.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import { meanServiceMs, type Service } from './service.ts';
import { type Outcome, outcomeOf, runTruth } from './truth.ts';

/** Runs with seeds of their own; the settings must hold in nearly all of them. */
const runs = 20;
const failuresMax = 1;
const firstRun = 100;

/** All runs under some settings, or those up to the one that sinks them. */
const tryTruth = (service: Service, settings: PlannedSettings, failuresAllowed: number): Outcome[] => {
  const outcomes: Outcome[] = [];
  let failures = 0;
  for (let run = 0; run < runs && failures <= failuresAllowed; run++) {
    const outcome = outcomeOf(service, runTruth(service, settings, firstRun + run));
    outcomes.push(outcome);
    if (!outcome.meets) failures++;
  }
  return outcomes;
};

const failuresOf = (outcomes: readonly Outcome[]): number => outcomes.filter(({ meets }) => !meets).length;
const costOf = (outcomes: readonly Outcome[]): number =>
  meanOfValues(outcomes.map(({ replicas }) => replicas));
const metShareOf = (outcomes: readonly Outcome[]): number => 1 - failuresOf(outcomes) / outcomes.length;

type Grid = { readonly target: number; readonly maxReplicas: number | null };

/** Every target with the advice's maximum and with all room, and no autoscaling at all (null). */
const gridOf = (service: Service, advised: PlannedSettings, replicasMost: number): Grid[] => {
  const { policy } = advised;
  if (policy.kind === 'fixed') return [{ target: 0, maxReplicas: null }];
  const capacity = { slots: service.slots, serviceSeconds: meanServiceMs(service.times) / 1000 };
  const targets = new Set([...targetsFor(policy, capacity), targetOf(policy)]);
  const maxima = new Set([policy.maxReplicas, replicasMost]);
  return [
    { target: targetOf(policy), maxReplicas: null },
    ...[...targets].flatMap((target) => [...maxima].map((maxReplicas) => ({ target, maxReplicas }))),
  ];
};

/**
 * The cheapest settings that hold in the truth itself, over a grid of target, minimum and maximum, with all else as
 * advised. In each row of the grid minima rise one by one until one holds: from there on more replicas only cost more.
 */
export const cheapestOf = (
  service: Service,
  advised: PlannedSettings,
  replicasMost: number,
): number | null => {
  let cheapest: number | null = null;
  for (const { target, maxReplicas } of gridOf(service, advised, replicasMost)) {
    const most = maxReplicas ?? replicasMost;
    for (const minReplicas of replicaLattice(most).filter((count) => count <= most)) {
      const candidate = {
        target,
        minReplicas,
        maxReplicas: maxReplicas ?? minReplicas,
        refreshSeconds: null,
      };
      const settings = { ...advised, policy: policyOf(advised.policy, candidate) };
      const outcomes = tryTruth(service, settings, failuresMax);
      // Dearer than the best before it is even sure to hold: so are all that follow.
      if (cheapest !== null && costOf(outcomes) > 1.5 * cheapest) break;
      if (failuresOf(outcomes) > failuresMax) continue;
      cheapest = Math.min(cheapest ?? Number.POSITIVE_INFINITY, costOf(outcomes));
      break;
    }
  }
  return cheapest;
};

/** What settings cost and hold over the runs of the search for the cheapest: mean replicas, and the share of runs met. */
export const tryOften = (
  service: Service,
  settings: PlannedSettings,
): { readonly replicas: number; readonly metShare: number } => {
  const outcomes = tryTruth(service, settings, runs);
  return { replicas: costOf(outcomes), metShare: metShareOf(outcomes) };
};
