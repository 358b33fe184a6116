import type { Headroom, PartCost, SettingsHeadroom } from '../../../runs/schema/plan/headroom.ts';
import type { Found, Opened } from '../search/find.ts';
import { inUseCandidate, pageCandidate } from '../search/plan.ts';
import type { Candidate } from '../trials/candidates.ts';
import { drawsToShow } from '../trials/lab.ts';
import { begin, type Ending } from '../trials/tries.ts';
import { foreseeingAsPlanned } from '../trials/try-as-planned.ts';
import { isCensored } from './cut-share.ts';
import { beginSettings, headroomOf, openPeakSearch, type PeakSearch } from './headroom.ts';
import { beginPartCosts } from './part-costs.ts';
import { runsForUnknowns } from './unknown-runs.ts';
import { beginGlances, type GlancedRuns } from './unknowns.ts';
import { longestLag } from './what-if.ts';

/** What an advice tells of the settings in use and those of Azure ML's formula, which wait for no choice. */
export type BegunBefore = {
  readonly inUse: Candidate;
  readonly byPage: Candidate;
  /** Ends when both are simulated in all draws of the proof, without the margin where it decides nothing. */
  readonly compared: Ending<void>;
  readonly peakSearch: PeakSearch;
  /** Of both of them, in this order. */
  readonly headroom: readonly Ending<SettingsHeadroom>[];
  /** Where it is known how long its parts took: what each part of the way from the load to the ready replica costs. */
  readonly partCosts?: Ending<PartCost[]>;
};

/** Begins what a thread may do while the search has too little for it. What is begun must be ended. */
export const beginBeforeChoice = ({ plan, lab, space, proof, middle }: Opened): BegunBefore => {
  const { confidence, lagParts: parts } = plan;
  const inUse = inUseCandidate(plan, space.replicasMost);
  const byPage = pageCandidate(plan, middle, space);
  const peakSearch = openPeakSearch(lab, { draws: proof.draws, confidence });
  const draws = drawsToShow(lab, proof.draws);
  return {
    inUse,
    byPage,
    compared: begin(lab.state, foreseeingAsPlanned(lab, [inUse, byPage], proof.draws)),
    peakSearch,
    headroom: beginSettings(peakSearch, [
      { of: 'current', candidate: inUse },
      { of: 'pageFormula', candidate: byPage },
    ]),
    ...(parts && { partCosts: beginPartCosts(lab, inUse, { parts, draws }) }),
  };
};

/** What stands beside an advice and asks for little at a time. */
export type BegunAfter = {
  readonly unknowns: GlancedRuns;
  /** How many times as long a start the advice bears; absent where it does not hold. */
  readonly longestLag?: Ending<number | null>;
  /** How much more load than the recorded one the settings in use, the advised ones and the page's hold. */
  readonly headroom: Ending<Headroom>;
};

/** Begins all of it, what takes longest first, so that each thread has enough to do. What is begun must be ended. */
export const beginAfterChoice = (found: Found, before: BegunBefore): BegunAfter => {
  const { plan, lab, bar, basis, chosen } = found;
  const { candidate } = chosen;
  const runs = runsForUnknowns(found);
  // Where nothing holds and a timeout hides service times, only those are asked for, and in all worlds.
  const isGlanced = basis === 'certain' || !isCensored(plan.calibration);
  const { peakSearch } = before;
  const [inUse, byPage] = before.headroom;
  const unknowns = isGlanced ? beginGlances(lab, candidate, runs) : { ...runs, glances: [] };
  const lag = basis === 'certain' && { longestLag: begin(lab.state, longestLag(lab, candidate, bar)) };
  const advised = beginSettings(peakSearch, [{ of: 'advice', candidate }]);
  return {
    unknowns,
    ...lag,
    headroom: () => ({
      ...headroomOf(peakSearch, [inUse!, ...advised, byPage!]),
      ...(before.partCosts && { partCosts: before.partCosts() }),
    }),
  };
};
