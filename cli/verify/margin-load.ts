import { overSize } from '../../config/checks/plan-size.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { plannedArrivalsFor } from '../../load/plan/planned-arrivals.ts';
import { phasesAtPeak } from '../../planner/traffic/phases-at-peak.ts';
import type { Load } from '../../runs/schema/load/load.ts';
import type { PlannedArrivals } from '../../runs/schema/load-plan.ts';

/** A load at the margin of a plan: a config with its phases, and the arrivals drawn for them. */
type MarginLoad = {
  readonly config: ResolvedConfig;
  readonly arrivals: PlannedArrivals;
  readonly peakFactor: number;
};

/** At the margin a plan expects requests at random, however evenly the recorded ones were fired, and no exact times. */
const atRandom = (load: Load): Load =>
  load.arrivals === 'even' || load.arrivals === 'exact' ? { ...load, arrivals: 'random' } : load;

const refuse = (what: string, fix: string, where: string): HeadroomError =>
  new HeadroomError('E_USAGE', { what, where, fix });

/** What a load at the margin is made for. */
type MarginOf = {
  /** How much above the recorded peak the SLO is to hold, a share. */
  readonly margin: number;
  /** Planned for another load than the recorded one. */
  readonly isOther: boolean;
  /** What says the margin. */
  readonly where: string;
};

/**
 * The load of a config with its peak higher by a margin, as the planner simulates it, and with arrivals drawn for it by the same
 * seed.
 *
 * @param config with the phases, the load and the seed as they were recorded
 * @throws HeadroomError E_USAGE where there is no margin to fire, or nobody would see with how many replicas it begins; E_SAFETY
 *   where it passes a limit of the config
 */
export const marginLoad = (config: ResolvedConfig, { margin, isOther, where }: MarginOf): MarginLoad => {
  if (margin === 0)
    throw refuse(
      'the margin is 0, so the recorded load is all that is planned for: there is no higher peak to fire',
      'leave out --margin, or plan with one: plan.margin in the config, or headroom plan --margin 0.2',
      where,
    );
  if (isOther)
    throw refuse(
      'the advice was planned for another load than the recorded one, so its margin can’t be fired from the recorded one',
      'record the load that you plan for with `headroom test`, plan from that run, and verify it',
      where,
    );
  if (config.cluster === undefined)
    throw refuse(
      'nobody would see with how many replicas the load at the margin begins: the config names no cluster',
      'set cluster in the config, or leave out --margin',
      config.file,
    );
  const peakFactor = 1 + margin;
  const phases = phasesAtPeak(config.phases, peakFactor);
  const faults = overSize({ safety: config.safety, phases, file: config.file });
  if (faults.length > 0)
    throw new HeadroomError(
      'E_SAFETY',
      faults.map((fault) => ({ ...fault, what: `at the margin ${fault.what}` })),
    );
  const load = atRandom(config.load);
  const { seed, endpoints } = config;
  const arrivals = plannedArrivalsFor({ phases, load, seed, endpoints, trace: null });
  return { config: { ...config, phases, load }, arrivals, peakFactor };
};
