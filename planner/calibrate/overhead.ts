import type { Calibration, RouterReading } from '../../runs/schema/calibration.ts';
import { confidence } from '../measure/evidence.ts';
import { measureOverhead } from '../measure/router-overhead.ts';
import { exactly, isNotEnoughData } from '../stats/interval.ts';
import type { Recorded } from '../timeline/recording.ts';
import { likelyDelayMs } from './router/delays.ts';

const none: Pick<Calibration['overhead'], 'provenance' | 'evidence' | 'ms'> = {
  provenance: 'assumed',
  evidence: [],
  ms: exactly(0, confidence),
};

/** The router overhead to plan with; without the service-time header it is part of the service times. */
export const calibrateOverhead = (
  runs: readonly Recorded[],
  service: Calibration['service'],
): Calibration['overhead'] => {
  if (service.from !== 'header') return { ...none, note: { code: 'overheadInService' } };
  const overhead = measureOverhead(runs);
  if (isNotEnoughData(overhead))
    return { ...none, note: { code: 'overheadUnknown', seconds: overhead.have ?? 0 } };
  const { ms, evidence } = overhead;
  return {
    provenance: 'measured',
    note: { code: 'overheadMeasured', meanMs: ms.mid },
    evidence: [...evidence],
    ms,
  };
};

/** A mean delay below this is not worth a word. */
const toldFromMs = 1;

/** The same with the delays that vary, once the readings of the router tell them: draws add those of their reading. */
export const settledOverhead = (
  overhead: Calibration['overhead'],
  readings: readonly RouterReading[],
): Calibration['overhead'] => {
  const delayMs = likelyDelayMs(readings);
  if (overhead.note.code !== 'overheadMeasured' || delayMs < toldFromMs) return overhead;
  return { ...overhead, note: { code: 'overheadVaries', leastMs: overhead.ms.mid, delayMs } };
};
