import type { Headroom } from '../../../runs/schema/plan/headroom.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { formatRate } from '../../format.ts';
import { periodName } from './planned-for.ts';

/** What must be known of a load to say what its headroom means. */
export type GrownLoad = Pick<Recommendation['load'], 'kind' | 'durationSeconds' | 'isOther'>;

/** The load that a run recorded, which is planned for where nobody asks for another. */
export const recordedLoad: GrownLoad = { kind: 'rate', durationSeconds: 0 };

/**
 * What a headroom is the headroom of. How fast the load rises is part of it: settings that hold a day up to some peak need
 * not hold a sudden rise to the same rate.
 */
type Growth = {
  /** The load, with the rate that it is held up to: "a rise to 25.5/s". */
  readonly upTo: (rate: string) => string;
  /** The same in full, for somebody who knows no autoscaler. */
  readonly inFull: (rate: string) => string;
  /** Before a second rate after `inFull`: "to" of "from 5/s to 7/s today, to 25.4/s once changed". */
  readonly again: string;
  /** The least that was tried, which a headroom of 0 does not hold. */
  readonly least: string;
  /** What is held, as the name of a figure. */
  readonly name: string;
  /** Whose rate grows. */
  readonly measured: 'peak' | 'load';
  /** By what a curve is drawn: whose rate grows, and how. */
  readonly axis: string;
  /** It rises out of a baseline, so a headroom can be told against that. */
  readonly isRise: boolean;
};

const riseOf = (baseline: string, one: string): Growth => ({
  upTo: (rate) => `a rise to ${rate}`,
  inFull: (rate) => `a rise like ${one}, from ${baseline} to ${rate}`,
  again: 'to ',
  least: `its baseline of ${baseline}`,
  name: `Headroom for a rise like ${one}`,
  measured: 'peak',
  axis: 'peak',
  isRise: true,
});

const steadyOf = (rate: string): Growth => ({
  upTo: (most) => `a steady ${most}`,
  inFull: (most) => `a steady ${most}`,
  again: '',
  least: `the steady ${rate}`,
  name: 'Headroom for a steady load',
  measured: 'load',
  axis: 'load',
  isRise: false,
});

const wholeOf = (what: string): Growth => ({
  upTo: (rate) => `${what} up to a peak of ${rate}`,
  inFull: (rate) => `${what} up to a peak of ${rate}`,
  again: 'of ',
  least: `${what} at the lowest peak that was tried`,
  name: `Headroom for ${what}`,
  measured: 'peak',
  axis: 'peak, where all of the load grows alike',
  isRise: false,
});

/**
 * What the headroom of a load is the headroom of: a day and a trace grow as a whole, any other load out of its baseline.
 *
 * @example growthOf({ kind: 'day', durationSeconds: 86_400 }, headroom).upTo('258/s') // 'a day of this shape up to a peak of 258/s'
 */
export const growthOf = (load: GrownLoad, headroom: Headroom): Growth => {
  const { baselineRatePerSecond: baseline, peakRatePerSecond: peak } = headroom;
  if (load.kind === 'day') return wholeOf(`${periodName(load.durationSeconds)} of this shape`);
  if (load.kind === 'counts') return wholeOf('a trace of this shape');
  if (baseline >= peak) return steadyOf(formatRate(Number(peak.toPrecision(3))));
  return riseOf(formatRate(baseline), load.isOther ? 'the planned one' : 'this one');
};
