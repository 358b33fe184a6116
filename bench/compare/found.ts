import { compareRuns } from '../../planner/compare/compare.ts';
import { type BaseSide, baseSideOf, type Side, sideOf } from '../../planner/compare/sides.ts';
import { sumOf } from '../../planner/stats/sum.ts';
import type { Service } from '../accuracy/service.ts';
import { changes } from './changes.ts';
import { recorded } from './recorded.ts';

/** What comparisons said of a change: how many there were, and how many found a difference. */
export type Found = { readonly comparisons: number; readonly found: number };

/** Comparisons of one service: runs of each side, and comparisons with the same base. */
type Effort = { readonly runs: number; readonly pairs: number };

/** Numbers of the first run of each side, so that no run is on both. */
const first = { base: 0, unchanged: 100, changed: 300 } as const;

const sideFrom = (service: Service, run: number, { runs }: Effort): Side =>
  sideOf(Array.from({ length: runs }, (_, i) => recorded(service, run + i)));

/** A service as the base of comparisons: all runs fire the same arrivals. */
export const baseOf = (service: Service, effort: Effort): BaseSide =>
  baseSideOf(sideFrom(service, first.base, effort), true);

type Compared = { readonly service: Service; readonly run: number };

const foundFrom = (base: BaseSide, { service, run }: Compared, effort: Effort): Found => {
  const verdicts = Array.from(
    { length: effort.pairs },
    (_, i) => compareRuns(base, sideFrom(service, run + i * effort.runs, effort)).verdict,
  );
  const found = verdicts.filter((verdict) => verdict === 'better' || verdict === 'worse').length;
  return { comparisons: verdicts.length, found };
};

/** Comparisons of a service with itself. */
export const foundUnchanged = (base: BaseSide, service: Service, effort: Effort): Found =>
  foundFrom(base, { service, run: first.unchanged }, effort);

/** Comparisons with a release that is worse; none where no amount of that change moves the figure so far. */
export const foundChanged = (
  base: BaseSide,
  service: Service,
  of: { readonly change: string; readonly effort: Effort },
): Found => {
  const changed = changes[of.change]!(service);
  return changed === undefined
    ? { comparisons: 0, found: 0 }
    : foundFrom(base, { service: changed, run: first.changed }, of.effort);
};

/** Of several services together. */
export const addFound = (all: readonly Found[]): Found => ({
  comparisons: sumOf(all.map(({ comparisons }) => comparisons)),
  found: sumOf(all.map(({ found }) => found)),
});
