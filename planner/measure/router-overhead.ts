import { isOk } from '../../runs/schema/outcome.ts';
import type { Evidence } from '../../runs/schema/result.ts';
import { type Estimate, type Interval, type NotEnoughData, notEnoughData } from '../stats/interval.ts';
import { quantileInterval } from '../stats/quantile-interval.ts';
import { quantileOfValues } from '../stats/simple.ts';
import { emptySketch, meanOf, mergeSketches, type Sketch, sketchOf } from '../stats/sketch.ts';
import { type LoadCell, latencyOf } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';
import { confidence, evidenceOf } from './evidence.ts';
import { isUnqueued } from './unqueued.ts';
import { tellsWaits } from './waits.ts';

/** What a client sees beyond waiting and service, as it was measured. */
type RouterOverhead = { readonly ms: Interval; readonly evidence: readonly Evidence[] };

/** Fewer seconds than this can't tell the network from a wait. */
const secondsMin = 10;

/** Above the luck of the quickest seconds, below the seconds in which everybody waited. */
const shares = { low: 0.05, mid: 0.15, high: 0.25 } as const;

/** By second: the quickest answer, less the shortest service time: nothing but the network if that one did not wait. */
const quickestIn = ({ cells }: Recorded): number[] =>
  cells.flatMap((cell) => {
    if (cell === undefined || cell.serviceMs.count === 0) return [];
    // Failures may tell their service time too: a second with nothing else has no good answer to set it against.
    const answeredMs = latencyOf(cell, isOk);
    return answeredMs.count === 0 ? [] : [Math.max(0, answeredMs.min - cell.serviceMs.min)];
  });

/**
 * Router overhead: network and router, both ways, in ms. From the quickest answer of each second against the shortest
 * service time; chosen over means, which hold the waits of a router whose instances meet at a replica.
 */
export const measureOverhead = (runs: readonly Recorded[]): RouterOverhead | NotEnoughData => {
  const perRun = runs.map(quickestIn);
  const quickestMs = perRun.flat();
  if (quickestMs.length < secondsMin) return notEnoughData('secondsOfLoad', secondsMin, quickestMs.length);
  const [low, mid, high] = [shares.low, shares.mid, shares.high].map((share) =>
    quantileOfValues(quickestMs, share),
  ) as [number, number, number];
  return {
    ms: { low, mid, high, confidence },
    evidence: evidenceOf(runs, 'load.ndjson', (_, run) => perRun[run]!.length),
  };
};

/**
 * The same overhead as an interval of chance: between which quick seconds it lies, by their order, if seconds were
 * independent of each other.
 */
export const overheadByChance = (runs: readonly Recorded[], level: number): Estimate =>
  quantileInterval(sketchOf(runs.flatMap(quickestIn)), shares.mid, { confidence: level });

/**
 * Mean time in ms that an answer spends outside of its slot where nobody queued: the overhead, and the waits of a
 * router whose instances meet at a replica. Meanwhile a request is in flight and holds no slot.
 */
export const meanOutsideSlotMs = (recorded: Recorded): number => {
  const unqueued = recorded.cells.filter(
    (cell, second) => cell !== undefined && isUnqueued(cell, second, recorded) && tellsWaits(cell),
  );
  const meanMsOf = (sketchOf: (cell: LoadCell) => Sketch): number =>
    meanOf(unqueued.map((cell) => sketchOf(cell!)).reduce(mergeSketches, emptySketch)) ?? 0;
  return Math.max(0, meanMsOf((cell) => latencyOf(cell, isOk)) - meanMsOf((cell) => cell.serviceMs));
};
