import { meanOfValues } from '../../stats/simple.ts';
import { type Candidate, nameOf, replicaLattice } from '../trials/candidates.ts';
import type { Lab } from '../trials/lab.ts';
import { costOf, type Trial } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';
import { tryWhole } from '../trials/try-as-planned.ts';
import { passes } from './bar.ts';
import { withFewestChanges } from './keep.ts';
import { type Bars, prove } from './prove.ts';
import type { Space } from './rows.ts';
import { search } from './search.ts';

type Choice = { readonly basis: 'certain' | 'leastRegret'; readonly trial: Trial };

/** Candidates that miss the SLO by up to this share more than the best one are as good: the cheapest of them is taken. */
const regretTolerance = 0.02;

/** Fixed numbers of replicas that are tried where nothing is certain: about so many, the largest included. */
const fixedTried = 12;

/** The settings in use, with no more replicas than a plan may have: a budget is kept also where nothing holds within it. */
const withinMost = (current: Candidate, { replicasMost, shared }: Space): Candidate => {
  const { unlimited: _, ...bounded } = current;
  return {
    ...bounded,
    ...shared,
    minReplicas: Math.min(current.minReplicas, replicasMost),
    maxReplicas: Math.min(current.maxReplicas, replicasMost),
  };
};

/** Fixed numbers of replicas over the whole range, and the autoscaler with all its room. */
const lastResorts = (space: Space, current: Candidate): Candidate[] => {
  const { replicasMost, maximumLeast, refreshSeconds, shared } = space;
  const counts = replicaLattice(replicasMost).filter((count) => count <= replicasMost);
  const settings = withinMost(current, space);
  const every = Math.max(1, Math.floor(counts.length / fixedTried));
  return [
    settings,
    { ...settings, maxReplicas: Math.max(settings.minReplicas, replicasMost) },
    ...counts
      .filter((_, i) => (counts.length - 1 - i) % every === 0)
      .map((count) => ({
        ...shared,
        target: settings.target,
        minReplicas: count,
        maxReplicas: Math.max(count, maximumLeast),
        refreshSeconds,
      })),
  ];
};

/**
 * Least expected regret: in each draw a candidate regrets what it misses the SLO by beyond the candidate that misses
 * it least there.
 */
const leastRegret = (trials: readonly Trial[], draws: readonly number[]): Trial => {
  const missBy = (trial: Trial, draw: number): number => Math.max(1, trial.runs.get(draw)!.hardest.strain);
  const least = new Map(draws.map((draw) => [draw, Math.min(...trials.map((trial) => missBy(trial, draw)))]));
  const regretOf = (trial: Trial): number =>
    draws.reduce((sum, draw) => sum + missBy(trial, draw) - least.get(draw)!, 0) / draws.length;
  const regrets = trials.map((trial) => ({ trial, regret: regretOf(trial) }));
  const missedByBest = meanOfValues([...least.values()]);
  const limit = Math.min(...regrets.map(({ regret }) => regret)) + regretTolerance * missedByBest;
  const [cheapest] = regrets
    .filter(({ regret }) => regret <= limit)
    .toSorted((a, b) => costOf(a.trial, draws) - costOf(b.trial, draws));
  return cheapest!.trial;
};

type ChooseOptions = Bars & {
  /** All draws that the search may see, hardest first. */
  readonly searched: readonly number[];
  readonly current: Candidate;
  readonly onRound: (share: number) => void;
};

/**
 * The cheapest candidate that passes both bars, with each setting put back that does not pay to turn; null if none does. It
 * is proven under the harder load, with the margin, and tried under the load as planned at the end. One that misses the SLO
 * only there, by chance, has failed its proof, and another one is chosen. So each turn rules out one more candidate, of
 * which there is a limited number.
 */
const cheapestOf = (lab: Lab, space: Space, options: ChooseOptions): Trial | null => {
  const { bar, proof, current: inUse, onRound } = options;
  const passed = search(lab, space, bar, { onRound });
  const failed = new Set<Trial>();
  for (;;) {
    const proven = prove(lab, passed, {
      bar,
      proof,
      replicasMost: space.replicasMost,
      searchAbove: (fixedAbove) => search(lab, space, bar, { fixedAbove }),
    });
    if (proven === null) return null;
    const { candidate } = withFewestChanges(lab, proven, { bar, proof, space, inUse });
    const [simplest] = tryWhole(lab, [candidate], proof.draws);
    if (passes(simplest!, proof)) return simplest!;
    if (failed.has(simplest!)) throw new Error(`${nameOf(candidate)} failed its proof, and was chosen again`);
    failed.add(simplest!);
  }
};

/**
 * The cheapest candidate that meets the SLO with the asked confidence, with each setting put back that does not pay to turn.
 * If there is none, the one that misses the SLO by least.
 */
export const choose = (lab: Lab, space: Space, options: ChooseOptions): Choice => {
  const { searched, bar, proof, current } = options;
  const cheapest = cheapestOf(lab, space, options);
  if (cheapest !== null) return { basis: 'certain', trial: cheapest };
  // Every other draw: the hardest come first, and a mean over both ends is asked for.
  const draws = searched.filter((_, i) => i % 2 === 0);
  const { candidate } = leastRegret(tryAll(lab, lastResorts(space, current), { draws }), draws);
  tryAll(lab, [candidate], { draws: bar.draws });
  const [trial] = tryWhole(lab, [candidate], proof.draws);
  return { basis: 'leastRegret', trial: trial! };
};
