import { policyOf, replicaLattice, targetOf, targetsFor } from '../../planner/recommend/trials/candidates.ts';
import { meanOfValues } from '../../planner/stats/simple.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import { meanServiceMs, type Service } from './service.ts';
import { atBaseline, type Conditions, paidReplicas, withMargin } from './traffic.ts';
import { type Outcome, outcomeOf, runTruth } from './truth.ts';

/** Runs with seeds of their own, and in how many of them settings may miss the SLO, at the recorded peak or the next one. */
type Test = { readonly firstRun: number; readonly runs: number; readonly failuresMax: number };

/** What the cheapest settings are searched with, and the advice is judged by. */
const searchTest: Test = { firstRun: 100, runs: 20, failuresMax: 1 };

/** What they must hold in as well: of the many that a search tries, the cheapest that passes is one that was lucky. */
const proofTest: Test = { firstRun: 200, runs: 60, failuresMax: 3 };

/** What settings come to in one run at the recorded peak, and at the next one. */
type Pair = { readonly planned: Outcome; readonly margin: Outcome };

/** The truth, what settings must hold and are paid for in it, and the runs that were done: none is done twice. */
export type Judge = {
  readonly service: Service;
  readonly conditions: Conditions;
  readonly done: Map<string, Pair>;
  /** Mean replicas at the baseline. */
  readonly atLevel: Map<string, number>;
};

export const judgeOf = (service: Service, conditions: Conditions): Judge => ({
  service,
  conditions,
  done: new Map(),
  atLevel: new Map(),
});

const runPair = ({ service, conditions }: Judge, settings: PlannedSettings, run: number): Pair => {
  const harder = withMargin(service, conditions);
  const outcomeUnder = (load: Service): Outcome => outcomeOf(load, runTruth(load, settings, run));
  const margin = outcomeUnder(harder);
  return { planned: harder === service ? margin : outcomeUnder(service), margin };
};

const pairOf = (judge: Judge, settings: PlannedSettings, run: number): Pair => {
  const name = `${run} ${JSON.stringify(settings)}`;
  const pair = judge.done.get(name) ?? runPair(judge, settings, run);
  judge.done.set(name, pair);
  return pair;
};

/** All runs of a test under some settings, or those up to the one that sinks them. */
const tryTruth = (judge: Judge, settings: PlannedSettings, { firstRun, runs, failuresMax }: Test): Pair[] => {
  const pairs: Pair[] = [];
  let failures = 0;
  for (let run = 0; run < runs && failures <= failuresMax; run++) {
    const pair = pairOf(judge, settings, firstRun + run);
    const { planned, margin } = pair;
    pairs.push(pair);
    if (!planned.meets || !margin.meets) failures++;
  }
  return pairs;
};

const passes = (pairs: readonly Pair[], { failuresMax }: Test): boolean =>
  pairs.filter(({ planned, margin }) => !planned.meets || !margin.meets).length <= failuresMax;

/** One run is enough: it is long, and has the same requests for all settings. */
const baselineOf = ({ service, atLevel }: Judge, settings: PlannedSettings): number => {
  const name = JSON.stringify(settings);
  const level = atBaseline(service);
  const replicas =
    atLevel.get(name) ?? outcomeOf(level, runTruth(level, settings, searchTest.firstRun)).replicas;
  atLevel.set(name, replicas);
  return replicas;
};

const costOf = (judge: Judge, settings: PlannedSettings, pairs: readonly Pair[]): number => {
  const spike = meanOfValues(pairs.map(({ planned }) => planned.replicas));
  return paidReplicas({ spike, baseline: baselineOf(judge, settings) }, judge.conditions);
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

/** One target and one maximum: settings with ever higher minima, of which only those up to a cost are of interest. */
type MinimaRow = {
  readonly minima: readonly number[];
  readonly settingsWith: (minReplicas: number) => PlannedSettings;
};

/** The index of the least minimum of a row that holds, by bisection: more replicas hardly ever fail more. */
const leastOf = (judge: Judge, { minima, settingsWith }: MinimaRow): number => {
  let [failed, passed] = [-1, minima.length];
  while (passed - failed > 1) {
    const middle = Math.floor((failed + passed) / 2);
    const pairs = tryTruth(judge, settingsWith(minima[middle]!), searchTest);
    if (passes(pairs, searchTest)) passed = middle;
    else failed = middle;
  }
  return passed;
};

/** Settings, and the mean replicas that they are paid for. */
export type Cheapest = { readonly settings: PlannedSettings; readonly replicas: number };

const pricedOf = (judge: Judge, settings: PlannedSettings): Cheapest => ({
  settings,
  replicas: costOf(
    judge,
    settings,
    tryTruth(judge, settings, { ...searchTest, failuresMax: searchTest.runs }),
  ),
});

/** The first of a row that also holds in runs that its search has not seen; null: none does. */
const provenIn = (judge: Judge, { minima, settingsWith }: MinimaRow, from: number): Cheapest | null => {
  for (const minimum of minima.slice(from)) {
    const settings = settingsWith(minimum);
    const holds = [searchTest, proofTest].every((test) => passes(tryTruth(judge, settings, test), test));
    if (holds) return pricedOf(judge, settings);
  }
  return null;
};

/** The cheapest settings that hold in the runs of their search, and the cheapest of those that also hold in others. */
export type CheapestPair = { readonly searched: Cheapest; readonly proven: Cheapest | null };

const cheaperOf = (one: Cheapest | null, other: Cheapest | null): Cheapest | null =>
  one === null || (other !== null && other.replicas < one.replicas) ? other : one;

/**
 * The cheapest settings that hold in the truth itself, over a grid of target, minimum and maximum, with all else as
 * advised. In each row of the grid it is the least minimum that holds: from there on more replicas only cost more.
 */
export const cheapestOf = (
  judge: Judge,
  advised: PlannedSettings,
  replicasMost: number,
): CheapestPair | null => {
  let [searched, proven] = [null as Cheapest | null, null as Cheapest | null];
  for (const { target, maxReplicas } of gridOf(judge.service, advised, replicasMost)) {
    const most = maxReplicas ?? replicasMost;
    // A minimum stands all the time: none above the cost of the best so far can be cheaper.
    const minimumMost = Math.min(most, proven?.replicas ?? most);
    const row: MinimaRow = {
      minima: replicaLattice(most).filter((count) => count <= minimumMost),
      settingsWith: (minReplicas) => ({
        ...advised,
        policy: policyOf(advised.policy, {
          target,
          minReplicas,
          maxReplicas: maxReplicas ?? minReplicas,
          refreshSeconds: null,
        }),
      }),
    };
    const least = leastOf(judge, row);
    if (least === row.minima.length) continue;
    searched = cheaperOf(searched, pricedOf(judge, row.settingsWith(row.minima[least]!)));
    proven = cheaperOf(proven, provenIn(judge, row, least));
  }
  return searched && { searched, proven };
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
  const pairs = tryTruth(judge, settings, { ...searchTest, failuresMax: searchTest.runs });
  const shareOf = (load: keyof Pair): number =>
    pairs.filter((pair) => pair[load].meets).length / pairs.length;
  return {
    replicas: costOf(judge, settings, pairs),
    metShare: shareOf('planned'),
    marginMetShare: shareOf('margin'),
  };
};

/** Whether settings pass the test that the cheapest are proven by. */
export const isProven = (judge: Judge, settings: PlannedSettings): boolean =>
  passes(tryTruth(judge, settings, proofTest), proofTest);
