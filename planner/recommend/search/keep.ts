import { type Candidate, nameOf, targetsFor } from '../trials/candidates.ts';
import { levelCostOf, wholeCostOf } from '../trials/costs.ts';
import { type Lab, runsBeside, trialOf } from '../trials/lab.ts';
import { costOf, failuresOf, meets, type Trial } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';
import { type Bar, passes, quickBarOf } from './bar.ts';
import { type Bars, prove } from './prove.ts';
import { neighbourRows, type Row, rowOfMinima, type Space } from './rows.ts';
import { searchRows } from './search.ts';

/** What turning a setting must at least save of the cost, or add to the chance of meeting the SLO. Shares. */
export const worthTurning = { costShare: 0.02, chance: 0.01 } as const;

/** Figures nearer to each other than this differ by rounding. */
const tolerance = 1e-9;

/** One setting put back as it is in use, all others as they are. null: it is there already, or can't go back. */
type Revert = (candidate: Candidate) => Candidate | null;

type KeepOptions = Bars & { readonly space: Space; readonly inUse: Candidate };

const without = (candidate: Candidate, key: 'queueWaitMs' | 'requestTimeoutMs' | 'knobs'): Candidate => {
  const { [key]: _, ...others } = candidate;
  return others;
};

/** A maximum that must be raised is set to this many times the minimum. */
const guardRoom = 1.5;

/** Puts the minimum back. */
const revertMinimumOf =
  ({ inUse }: Pick<KeepOptions, 'inUse'>): Revert =>
  (candidate) =>
    inUse.minReplicas <= candidate.maxReplicas ? { ...candidate, minReplicas: inUse.minReplicas } : null;

/** Puts one setting back, for each of them but the minimum. */
const otherRevertsOf = ({ space, inUse }: Pick<KeepOptions, 'space' | 'inUse'>): Revert[] => [
  (candidate) => ({ ...candidate, target: inUse.target }),
  (candidate) => ({ ...candidate, refreshSeconds: inUse.refreshSeconds }),
  (candidate) => without(candidate, 'knobs'),
  ...(['queueWaitMs', 'requestTimeoutMs'] as const).map(
    (key): Revert =>
      (candidate) =>
        without(candidate, key),
  ),
  // A maximum that must be raised is no better guard if it lies far above the minimum.
  (candidate) => {
    const maxReplicas = Math.max(space.maximumLeast, Math.ceil(guardRoom * candidate.minReplicas));
    const isNearer = candidate.unlimited === undefined && maxReplicas < candidate.maxReplicas;
    return isNearer && candidate.minReplicas < candidate.maxReplicas ? { ...candidate, maxReplicas } : null;
  },
  (candidate) =>
    candidate.minReplicas <= space.maximumLeast ? { ...candidate, maxReplicas: space.maximumLeast } : null,
];

/** A difference of fewer standard errors is chance. */
const standardErrors = 2;

/**
 * Whether one trial holds in clearly more of the same draws than another: by a point of chance, and by more than chance
 * explains. Of the draws in which only one of both holds, half would go either way by chance (McNemar's test).
 * Source: McNemar, "Note on the sampling error of the difference between correlated proportions", 1947.
 */
const winsChance = (trial: Trial, other: Trial, draws: readonly number[]): boolean => {
  const holdsIn = ({ runs }: Trial, draw: number): boolean => meets(runs.get(draw)!);
  const gained = draws.filter((draw) => holdsIn(trial, draw) && !holdsIn(other, draw)).length;
  const lost = draws.filter((draw) => !holdsIn(trial, draw) && holdsIn(other, draw)).length;
  const isByChance = gained - lost < standardErrors * Math.sqrt(gained + lost);
  return !isByChance && (gained - lost) / draws.length >= worthTurning.chance - tolerance;
};

/** From this many times the cost of another candidate on, one is clearly dearer. */
const dearer = 1 + worthTurning.costShare - tolerance;

/** Whether one trial costs clearly less than another on the same draws. */
const savesCost = (trial: Trial, other: Trial, draws: readonly number[]): boolean =>
  costOf(other, draws) >= dearer * costOf(trial, draws);

/** Whether to go back from `turned` to `reverted`: it holds, and turning neither saves nor wins what is worth it. */
const isAsGood = (reverted: Trial, turned: Trial, { bar, proof }: Bars): boolean =>
  passes(reverted, bar) &&
  passes(reverted, proof) &&
  !winsChance(turned, reverted, proof.draws) &&
  !savesCost(turned, reverted, proof.draws);

/** The fewest draws that tell the cost at the levels: runs of a large service hardly differ there. */
const levelRunsLeast = 3;

/** Tries a candidate to go back to; null: it is not as good. Checks that are quick to rule it out come first. */
const tryReverted = (lab: Lab, reverted: Candidate, turned: Trial, { bar, proof }: Bars): Trial | null => {
  const trial = trialOf(lab, reverted);
  if (failuresOf(trial, proof.draws) > proof.failuresMax) return null;
  const levelRuns = runsBeside(lab, { runsMost: proof.draws.length, runsLeast: levelRunsLeast });
  const atLevels = proof.draws.slice(0, levelRuns);
  if (levelCostOf(lab, reverted, atLevels) >= dearer * costOf(turned, atLevels)) return null;
  const costMost = dearer * costOf(turned, proof.draws);
  const holdsIn = (asked: Bar): boolean => passes(tryAll(lab, [reverted], asked)[0]!, asked);
  if (!holdsIn(quickBarOf(bar)) || !holdsIn(quickBarOf(proof))) return null;
  if (wholeCostOf(lab, reverted, proof.draws) >= costMost || !holdsIn(bar)) return null;
  tryAll(lab, [reverted], proof);
  return isAsGood(trial, turned, { bar, proof }) ? trial : null;
};

/** The reverted candidate as it is, else with the least minimum that holds under it; null: neither is as good. */
const asGoodAs = (lab: Lab, reverted: Candidate, turned: Trial, options: Bars): Trial | null => {
  const asItIs = tryReverted(lab, reverted, turned, options);
  if (asItIs !== null) return asItIs;
  const rows = [rowOfMinima(reverted)];
  const found = searchRows(lab, rows, {
    bar: options.bar,
    passed: [turned],
    from: turned.candidate.minReplicas,
  });
  const withLeast = found.find((trial) => trial !== turned);
  return withLeast === undefined ? null : tryReverted(lab, withLeast.candidate, turned, options);
};

/**
 * The chosen settings with everything put back that does not pay to turn: what a person has to change, explain and
 * maintain must be worth it. First all settings but the minimum together, then each alone, until none goes back. Judged
 * on the draws that the search has not seen.
 *
 * @param chosen passes both bars
 */
const keepInUse = (lab: Lab, chosen: Trial, options: KeepOptions): Trial => {
  const others = otherRevertsOf(options);
  const reverts = [...others, revertMinimumOf(options)];
  const allButMinimum: Revert = (candidate) =>
    others.reduceRight<Candidate>((changed, revert) => revert(changed) ?? changed, candidate);
  const back = (trial: Trial, revert: Revert): Trial => {
    const reverted = revert(trial.candidate);
    if (reverted === null || nameOf(reverted) === nameOf(trial.candidate)) return trial;
    return asGoodAs(lab, reverted, trial, options) ?? trial;
  };
  let kept = back(chosen, allButMinimum);
  // Each round puts one more setting back for good, so there are no more rounds than settings.
  for (let round = 0; round < reverts.length; round++) {
    const next = reverts.reduce(back, kept);
    if (next === kept) break;
    kept = next;
  }
  return kept;
};

const hasSameRouter = (one: Space['shared'], { queueWaitMs, requestTimeoutMs }: Space['shared']): boolean =>
  one.queueWaitMs === queueWaitMs && one.requestTimeoutMs === requestTimeoutMs;

/**
 * Rows of all targets with limits of the router that the search has not tried: those in use, and those that were put back.
 * The search has tried the longest wait that the SLO leaves. With a shorter one more requests are turned away, and the
 * others are answered sooner, so that other minima and targets hold.
 */
const untriedRows = (candidate: Candidate, { space, inUse }: Pick<KeepOptions, 'space' | 'inUse'>): Row[] => {
  const { policy, capacity, shared } = space;
  if (policy.kind === 'fixed') return [];
  const asInUse = without(without(candidate, 'queueWaitMs'), 'requestTimeoutMs');
  return (hasSameRouter(candidate, inUse) ? [candidate] : [candidate, asInUse])
    .filter((base) => !hasSameRouter(base, shared))
    .flatMap((base) => targetsFor(policy, capacity).map((target) => rowOfMinima({ ...base, target })));
};

/**
 * The cheapest candidate of some rows, with each setting put back that does not pay to turn, if it costs clearly less than
 * what is kept; else what is kept.
 */
const cheaperOrKept = (lab: Lab, kept: Trial, rows: readonly Row[], options: KeepOptions): Trial => {
  const { bar, proof, space } = options;
  const found = searchRows(lab, rows, { bar, passed: [kept] });
  const upToKept = found.slice(0, found.indexOf(kept) + 1);
  const { replicasMost } = space;
  const isTooDear = (trial: Trial): boolean => {
    const seen = proof.draws.filter((draw) => trial.runs.has(draw));
    return costOf(trial, seen) >= costOf(kept, seen);
  };
  const proven = prove(lab, upToKept, { bar, proof, replicasMost, isTooDear, searchAbove: () => [] });
  const isBetter = proven !== null && proven !== kept && savesCost(proven, kept, proof.draws);
  return isBetter ? keepInUse(lab, proven, options) : kept;
};

/**
 * The chosen settings, with each one put back that does not pay to turn. Candidates with the limits of the router that this
 * leaves, and then those at neighbouring targets, take their place if they cost clearly less. A user has fewer settings to
 * change, and the cost hardly rises.
 *
 * @param chosen passes both bars
 */
export const withFewestChanges = (lab: Lab, chosen: Trial, options: KeepOptions): Trial => {
  const kept = keepInUse(lab, chosen, options);
  const simplest = cheaperOrKept(lab, kept, untriedRows(kept.candidate, options), options);
  return cheaperOrKept(lab, simplest, neighbourRows(options.space, simplest.candidate), options);
};
