import type { PlanInput } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import { betaShare } from '../stats/beta.ts';
import { isInterval } from '../stats/interval.ts';

/** Share of figures that lie outside their intervals by chance. */
const outsideShare = 0.05;

/** As many figures outside come by chance less often than this: then the prediction was off. */
const chanceLeast = 0.05;

/**
 * Whether more figures lie outside their 95 % intervals than chance explains (binomial).
 *
 * @example isOff({ linesInside: 7, linesCompared: 9 }) // false: two of nine come by chance in one re-run of 14
 */
export const isOff = ({
  linesInside,
  linesCompared,
}: Pick<Verification, 'linesInside' | 'linesCompared'>): boolean => {
  const outside = linesCompared - linesInside;
  if (outside === 0) return false;
  const chanceOfSoMany = betaShare(outsideShare, outside, linesCompared - outside + 1);
  return chanceOfSoMany < chanceLeast;
};

/** An input that differs by less than this is not what made a prediction wrong. */
const sameShare = 0.05;

const rangeOf = (inputs: readonly PlanInput[], name: PlanInput['input']) => {
  const value = inputs.find(({ input }) => input === name)?.value;
  return value?.kind === 'range' ? value.range : null;
};

const measuredInputs = ({ serviceTime, scaling }: Result) =>
  [
    ['serviceTime', serviceTime?.meanMs ?? null],
    ['startupLag', isInterval(scaling.startupLagSeconds) ? scaling.startupLagSeconds.mid * 1000 : null],
  ] as const;

/** Inputs of the prediction that the re-run measured outside the interval that was planned with. */
export const wrongInputsOf = (inputs: readonly PlanInput[], result: Result): Verification['wrongInputs'] =>
  measuredInputs(result).flatMap(([input, measured]) => {
    const planned = rangeOf(inputs, input);
    if (planned === null || measured === null) return [];
    const nearest = Math.min(planned.high, Math.max(planned.low, measured));
    return Math.abs(measured - nearest) > sameShare * nearest ? [{ input, planned, measured }] : [];
  });

/** Where fewer replicas were ready at most than were wanted at most; undefined: not so, or not seen whole. */
export const notAllReadyOf = ({ scaling }: Result): Verification['notAllReady'] => {
  const { peakDesired, peakReady, partlySeen } = scaling;
  if (peakDesired === null || peakReady === null || partlySeen.peakReady) return undefined;
  return peakReady < peakDesired ? { wanted: peakDesired, ready: peakReady } : undefined;
};

/** Ready replicas beyond what the re-run used at its peak with the margin, from which it is said. */
const overShare = 0.25;

/** Seconds count as the peak from this share of the highest rate on. */
const peakShare = 0.99;

/**
 * How many replicas stood ready at the peak of a re-run, and how many its busiest second would have needed with the
 * margin; null where that is not a quarter more, or can't be told.
 */
export const overProvisionOf = ({ timeline }: Result, margin: number): Verification['overProvisioned'] => {
  const { load, cluster, slotsPerReplica } = timeline;
  const highest = Math.max(0, ...load.offeredRatePerSecond);
  const seconds = load.offeredRatePerSecond.flatMap((rate, second) =>
    rate >= peakShare * highest ? [second] : [],
  );
  const known = (column: readonly (number | null)[]): number[] =>
    seconds.flatMap((second) => column[second] ?? []);
  const [ready, busy] = [known(cluster.ready), known(cluster.busySlots)];
  if (ready.length === 0 || busy.length === 0) return null;
  const readyReplicas = Math.min(...ready);
  const neededReplicas = Math.max(1, Math.ceil((Math.max(...busy) * (1 + margin)) / slotsPerReplica));
  return readyReplicas > (1 + overShare) * neededReplicas ? { readyReplicas, neededReplicas } : null;
};
