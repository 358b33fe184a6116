import type { OutcomeFigure } from '../../runs/schema/comparison.ts';
import { clopperPearson } from '../stats/clopper-pearson.ts';
import { normalCritical } from '../stats/normal.ts';
import { medianOfValues, quantileOfValues } from '../stats/simple.ts';
import { spreadWithin } from '../stats/spread-within.ts';
import { unitOf } from './compared-figures.ts';
import { confidence } from './confidence.ts';

/**
 * Where a measured figure and the simulated ones differ by more than this factor, the simulation says nothing of how
 * far two runs lie apart.
 */
const offMax = 2;

/** One figure on one side: its mean over the runs, and what it was counted over. */
export type Measured = {
  /** null: not every run has the figure. */
  readonly value: number | null;
  /** Of each run that was recorded. */
  readonly values: readonly number[];
  /** As many as there are, or as if there were. */
  readonly runs: number;
  /** Requests that ended, in all runs. */
  readonly requests: number;
};

/** What chance is told from: both sides, and further runs of the base. */
export type Sides = {
  readonly figure: OutcomeFigure;
  readonly base: Measured;
  readonly compared: Measured;
  /** Simulated runs of the base that have the figure. */
  readonly further: readonly number[];
};

/** What chance does to one figure, on a scale on which both sides lie apart by an amount. */
type Chance = {
  readonly onScale: (value: number) => number;
  readonly fromScale: (scaled: number) => number;
  /**
   * By how much both sides of one service lie apart at most, in a share of comparisons, where the compared ones came to a value.
   * Less for means of several runs.
   */
  readonly within: (share: number) => (compared: number) => number;
  /**
   * How far the base lies from its own simulated runs. Where that is more than chance moves two runs apart, the simulation
   * is off by it, and so may be what it says of chance. No number of runs makes it smaller.
   */
  readonly misfit: number;
  /** By how much more both sides may lie apart for each unit by which a base comes to more. */
  readonly perBase: number;
};

/**
 * As single runs lie apart in simulation, or as those of one side do, whichever is more: machines that are slower on one day
 * are in no simulation. Both are widened by one factor, as the Particle Data Group scales errors of measurements that
 * disagree (Review of Particle Physics, introduction, section 5.2.2).
 */
const distanceWithin = (
  further: readonly number[],
  measured: readonly (readonly number[])[],
  { base, compared }: Sides,
): ((share: number) => number) => {
  const distances = further.flatMap((a, i) => further.slice(i + 1).map((b) => Math.abs(a - b)));
  const ofRuns = spreadWithin(measured);
  const times = Math.sqrt(1 / base.runs + 1 / compared.runs);
  return (share) => {
    const simulated = distances.length === 0 ? 0 : quantileOfValues(distances, share) / Math.SQRT2;
    return times * Math.max(simulated, normalCritical(share) * ofRuns);
  };
};

/** A share of n requests can't be known better than this, however alike the simulated runs are. */
const countingError = (share: number, { base, compared }: Sides): number =>
  Math.sqrt(share * (1 - share) * (1 / Math.max(1, base.requests) + 1 / Math.max(1, compared.requests)));

/**
 * What is left open where none or all of a side's requests fail: its standard error is 0, however few they are. The exact limit of
 * none of them (Clopper and Pearson) is that of all of them as well. 0 where both sides have failures and successes.
 */
const openAtEnds = (level: number, measured: Pick<Sides, 'base' | 'compared'>) => {
  const open = ({ requests }: Measured): number => clopperPearson(0, Math.max(1, requests), level).high;
  const most = Math.max(open(measured.base), open(measured.compared));
  return (...shares: readonly number[]): number =>
    shares.some((share) => share === 0 || share === 1) ? most : 0;
};

const asItIs = (value: number): number => value;

/** Shares lie apart by an amount, that of larger ones by as much more. null: none was simulated, and some was measured. */
const ofShare = (base: number, of: Sides): Chance | null => {
  const middle = medianOfValues(of.further);
  if (base > offMax * Math.max(...of.further) && base > 0) return null;
  const scale = middle > 0 ? Math.max(1, base / middle) : 1;
  const distance = distanceWithin(
    of.further.map((value) => scale * value),
    [of.base.values, of.compared.values],
    of,
  );
  return {
    onScale: asItIs,
    fromScale: asItIs,
    within: (share) => {
      const [apart, standardErrors] = [distance(share), normalCritical(share)];
      const open = openAtEnds(share, of);
      return (compared) =>
        Math.max(apart, standardErrors * countingError((base + compared) / 2, of), open(base, compared));
    },
    misfit: Math.abs(base - middle),
    perBase: middle > 0 ? distance(confidence) / Math.max(base, middle) : 0,
  };
};

/** Times and replicas lie apart by a factor. null: the simulation is off by more than a factor. */
const ofPositive = (base: number, of: Sides): Chance | null => {
  const logs = of.further.filter((value) => value > 0).map(Math.log);
  if (base <= 0 || logs.length === 0) return null;
  const misfit = Math.abs(Math.log(base) - medianOfValues(logs));
  if (misfit > Math.log(offMax)) return null;
  const measured = [of.base, of.compared].map(({ values }) => values.map(Math.log));
  const distance = distanceWithin(logs, measured, of);
  return {
    onScale: Math.log,
    fromScale: Math.exp,
    within: (share) => {
      const apart = distance(share);
      return () => apart;
    },
    misfit,
    perBase: 0,
  };
};

/** Fewer simulated runs that have the figure tell nothing of its spread. */
const furtherLeast = 20;

/** What chance does to a figure; null where the simulated base tells nothing of it. */
export const chanceOf = (base: number, compared: number, of: Sides): Chance | null => {
  if (of.further.length < furtherLeast) return null;
  if (unitOf[of.figure] === 'share' || (base === 0 && compared === 0)) return ofShare(base, of);
  return compared > 0 ? ofPositive(base, of) : null;
};

/** From which distance on, on the scale, a compared value lies apart by more than chance and misfit explain. */
export const beyondChance = ({ within, misfit }: Chance): ((compared: number) => number) => {
  const most = within(confidence);
  return (compared) => Math.max(most(compared), misfit);
};
