import { policyOf, replicaLattice, targetOf, targetsFor } from '../../planner/recommend/trials/candidates.ts';
import { meanOfValues } from '../../planner/stats/simple.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import { meanServiceMs, type Service } from './service.ts';
import { atBaseline, type Conditions, paidReplicas, withMargin } from './traffic.ts';
import { type Outcome, outcomeOf, runTruth } from './truth.ts';

/** Runs with seeds of their own; the settings must hold in nearly all of them, at the recorded peak and the next one. */
const runs = 20;
const failuresMax = 1;
const firstRun = 100;

/** Baselines cost the same in every run, but for chance: a few are enough. */
const levelRuns = 3;

/** What settings come to in one run at the recorded peak, and at the next one. */
type Pair = { readonly planned: Outcome; readonly margin: Outcome };

/** The truth, and what settings must hold and are paid for in it. */
export type Judge = { readonly service: Service; readonly conditions: Conditions };

const pairOf = ({ service, conditions }: Judge, settings: PlannedSettings, run: number): Pair => {
  const harder = withMargin(service, conditions);
  const outcomeUnder = (load: Service): Outcome => outcomeOf(load, runTruth(load, settings, firstRun + run));
  const margin = outcomeUnder(harder);
  return { planned: harder === service ? margin : outcomeUnder(service), margin };
};

/** All runs under some settings, or those up to the one that sinks them. */
const tryTruth = (judge: Judge, settings: PlannedSettings, failuresAllowed: number): Pair[] => {
  const pairs: Pair[] = [];
  let failures = 0;
  for (let run = 0; run < runs && failures <= failuresAllowed; run++) {
    const pair = pairOf(judge, settings, run);
    const { planned, margin } = pair;
    pairs.push(pair);
    if (!planned.meets || !margin.meets) failures++;
  }
  return pairs;
};

const failuresOf = (pairs: readonly Pair[]): number =>
  pairs.filter(({ planned, margin }) => !planned.meets || !margin.meets).length;

const costOf = (
  { service, conditions }: Judge,
  settings: PlannedSettings,
  pairs: readonly Pair[],
): number => {
  const spike = meanOfValues(pairs.map(({ planned }) => planned.replicas));
  const level = atBaseline(service);
  const atLevel = Array.from(
    { length: levelRuns },
    (_, run) => outcomeOf(level, runTruth(level, settings, firstRun + run)).replicas,
  );
  return paidReplicas({ spike, baseline: meanOfValues(atLevel) }, conditions);
};

type Grid = { readonly target: number; readonly maxReplicas: number | null };

/** Every target with the advice's maximum and with all room: like an advice, none lowers the maximum in use. */
const gridOf = (service: Service, advised: PlannedSettings, replicasMost: number): Grid[] => {
  const { policy } = advised;
  if (policy.kind === 'fixed') return [{ target: 0, maxReplicas: null }];
  const capacity = { slots: service.slots, serviceSeconds: meanServiceMs(service.times) / 1000 };
  const targets = new Set([...targetsFor(policy, capacity), targetOf(policy)]);
  const maxima = new Set([policy.maxReplicas, replicasMost]);
  return [...[...targets].flatMap((target) => [...maxima].map((maxReplicas) => ({ target, maxReplicas })))];
};

/** The least minimum of a row of the grid that holds, by bisection: more replicas hardly ever fail more. */
const leastOf = (
  judge: Judge,
  minima: readonly number[],
  settingsWith: (minReplicas: number) => PlannedSettings,
): { readonly settings: PlannedSettings; readonly pairs: readonly Pair[] } | null => {
  let [failed, passed] = [-1, minima.length];
  let pairs: readonly Pair[] = [];
  while (passed - failed > 1) {
    const middle = Math.floor((failed + passed) / 2);
    const tried = tryTruth(judge, settingsWith(minima[middle]!), failuresMax);
    const holds = failuresOf(tried) <= failuresMax;
    if (holds) [passed, pairs] = [middle, tried];
    else failed = middle;
  }
  return passed === minima.length ? null : { settings: settingsWith(minima[passed]!), pairs };
};

/** Settings, and the mean replicas that they are paid for. */
export type Cheapest = { readonly settings: PlannedSettings; readonly replicas: number };

/**
 * The cheapest settings that hold in the truth itself, over a grid of target, minimum and maximum, with all else as
 * advised. In each row of the grid it is the least minimum that holds: from there on more replicas only cost more.
 */
export const cheapestOf = (judge: Judge, advised: PlannedSettings, replicasMost: number): Cheapest | null => {
  let cheapest: Cheapest | null = null;
  for (const { target, maxReplicas } of gridOf(judge.service, advised, replicasMost)) {
    const most = maxReplicas ?? replicasMost;
    // A minimum stands all the time: none above the cost of the best so far can be cheaper.
    const minimumMost = Math.min(most, cheapest?.replicas ?? most);
    const least = leastOf(
      judge,
      replicaLattice(most).filter((count) => count <= minimumMost),
      (minReplicas) => ({
        ...advised,
        policy: policyOf(advised.policy, {
          target,
          minReplicas,
          maxReplicas: maxReplicas ?? minReplicas,
          refreshSeconds: null,
        }),
      }),
    );
    if (least === null) continue;
    const replicas = costOf(judge, least.settings, least.pairs);
    if (replicas < (cheapest?.replicas ?? Number.POSITIVE_INFINITY))
      cheapest = { settings: least.settings, replicas };
  }
  return cheapest;
};

/** What settings cost and hold over the runs of the search for the cheapest. */
export type Often = {
  /** Mean replicas over the traffic that is paid for. */
  readonly replicas: number;
  /** Share of the runs met at the recorded peak, and at the next one. */
  readonly metShare: number;
  readonly marginMetShare: number;
};

/** Tries settings in all those runs. */
export const tryOften = (judge: Judge, settings: PlannedSettings): Often => {
  const pairs = tryTruth(judge, settings, runs);
  const shareOf = (load: keyof Pair): number =>
    pairs.filter((pair) => pair[load].meets).length / pairs.length;
  return {
    replicas: costOf(judge, settings, pairs),
    metShare: shareOf('planned'),
    marginMetShare: shareOf('margin'),
  };
};
