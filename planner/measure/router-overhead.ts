import type { Calibration } from '../../runs/schema/calibration.ts';
import { isOk } from '../../runs/schema/load-series.ts';
import { quantileOfValues } from '../stats/simple.ts';
import { latencyOf } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';
import { confidence, evidenceOf } from './evidence.ts';

/** Fewer seconds than this can't tell the network from a wait. */
const secondsMin = 10;

/** Above the luck of the quickest seconds, below the seconds in which everybody waited. */
const shares = { low: 0.05, mid: 0.15, high: 0.25 } as const;

/** By second: the quickest answer, less the shortest service time: nothing but the network if that one did not wait. */
const quickestIn = ({ cells }: Recorded): number[] =>
  cells.flatMap((cell) => {
    if (cell === undefined || cell.serviceMs.count === 0) return [];
    return [Math.max(0, latencyOf(cell, isOk).min - cell.serviceMs.min)];
  });

/**
 * What a client sees beyond waiting and service: network and router, both ways, in ms. From the quickest answer of
 * each second against the shortest service time; without the service-time header it is part of the service times.
 */
export const calibrateOverhead = (
  runs: readonly Recorded[],
  service: Calibration['service'],
): Calibration['overhead'] => {
  const perRun = runs.map(quickestIn);
  const quickestMs = perRun.flat();
  if (service.from !== 'header' || quickestMs.length < secondsMin) {
    return {
      provenance: 'assumed',
      note:
        service.from === 'header'
          ? { code: 'overheadUnknown', seconds: quickestMs.length }
          : { code: 'overheadInService' },
      evidence: [],
      ms: { low: 0, mid: 0, high: 0, confidence },
    };
  }
  const [low, mid, high] = [shares.low, shares.mid, shares.high].map((share) =>
    quantileOfValues(quickestMs, share),
  ) as [number, number, number];
  return {
    provenance: 'measured',
    note: { code: 'overheadMeasured', meanMs: mid },
    evidence: evidenceOf(runs, 'load.ndjson', (_, run) => perRun[run]!.length),
    ms: { low, mid, high, confidence },
  };
};
