import type { ResolvedConfig } from '../../config/resolve.ts';
import { plannedArrivalsBySecond, plannedSecondsOf } from '../../planner/timeline/planned-rate.ts';
import type { PlannedArrivals } from '../../runs/schema/load-plan.ts';
import { drawArrivals } from './draw-arrivals.ts';

/** What the plan is drawn from: a resolved config, or the part of one that says how the load looks. */
type ArrivalsInput = Pick<ResolvedConfig, 'phases' | 'load' | 'seed' | 'offsetsMs'>;

/**
 * The arrivals of each second of a plan, as whole numbers: the counts of a trace as they are, else drawn about the
 * rate with the config's seed.
 */
export const plannedArrivalsFor = ({ phases, load, seed, offsetsMs }: ArrivalsInput): PlannedArrivals => {
  const intended = plannedArrivalsBySecond(phases, plannedSecondsOf(phases));
  if (load.scenario === 'replay') {
    const perSecond = intended.map(Math.round);
    if (offsetsMs !== null)
      return { placement: 'exact', perSecond, offsetsMs: offsetsMs.map((second) => [...second]) };
    return { placement: load.arrivals === 'even' ? 'even' : 'random', perSecond };
  }
  const kind = load.arrivals ?? 'random';
  return {
    placement: kind === 'even' ? 'even' : 'random',
    perSecond: drawArrivals(intended, kind, seed),
  };
};
