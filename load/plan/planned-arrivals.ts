import type { ResolvedConfig } from '../../config/resolve.ts';
import type { ChosenTrace } from '../../config/trace/read-trace.ts';
import {
  plannedArrivalsBySecond,
  plannedSecondsOf,
  roundedCounts,
} from '../../planner/timeline/planned-rate.ts';
import type { ReplayLoad } from '../../runs/schema/load/load.ts';
import type { PlannedArrivals } from '../../runs/schema/load-plan.ts';
import { drawArrivals } from './draw-arrivals.ts';
import { shareArrivals } from './share-arrivals.ts';
import { spreadCounts } from './spread-counts.ts';

/** What the plan is drawn from: a resolved config, or the part of one that says how the load looks. */
type ArrivalsInput = Pick<ResolvedConfig, 'phases' | 'load' | 'seed' | 'trace' | 'endpoints'>;

type Placed = Omit<PlannedArrivals, 'perEndpoint'>;

/** The counts of a trace as they are; those of a longer step at random inside it; rates drawn like any other rate. */
const arrivalsOfTrace = (
  { reading, perSecond, fromSecond, offsetsMs }: ChosenTrace,
  arrivals: ReplayLoad['arrivals'],
  seed: number,
): Placed => {
  if (offsetsMs !== null) {
    return {
      placement: 'exact',
      perSecond: [...perSecond],
      offsetsMs: offsetsMs.map((second) => [...second]),
    };
  }
  if (arrivals === 'even') return { placement: 'even', perSecond: roundedCounts(perSecond) };
  const { kind, stepSeconds } = reading;
  const counts =
    kind === 'rates'
      ? drawArrivals(perSecond, 'random', seed)
      : spreadCounts(perSecond, { stepSeconds, fromSecond, seed });
  return { placement: 'random', perSecond: counts };
};

const placed = ({ phases, load, seed, trace }: ArrivalsInput): Placed => {
  if (load.scenario === 'replay' && trace !== null) return arrivalsOfTrace(trace, load.arrivals, seed);
  const intended = plannedArrivalsBySecond(phases, plannedSecondsOf(phases));
  const kind = load.scenario === 'replay' ? 'random' : (load.arrivals ?? 'random');
  return {
    placement: kind === 'even' ? 'even' : 'random',
    perSecond: drawArrivals(intended, kind, seed),
  };
};

/**
 * The arrivals of each second of a plan, as whole numbers: the counts of a trace as they are, else drawn about the
 * rate with the config's seed. Each of them goes to an endpoint.
 */
export const plannedArrivalsFor = (input: ArrivalsInput): PlannedArrivals => {
  const arrivals = placed(input);
  const shares = input.endpoints.map(({ share }) => share);
  return { ...arrivals, perEndpoint: shareArrivals(arrivals.perSecond, shares, input.seed) };
};
