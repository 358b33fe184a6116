import type { Calibration } from '../../runs/schema/calibration.ts';
import { confidence } from '../measure/evidence.ts';
import { measureOverhead } from '../measure/router-overhead.ts';
import { exactly } from '../stats/interval.ts';
import type { Recorded } from '../timeline/recording.ts';

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
  if ('kind' in overhead) return { ...none, note: { code: 'overheadUnknown', seconds: overhead.have ?? 0 } };
  const { ms, evidence } = overhead;
  return {
    provenance: 'measured',
    note: { code: 'overheadMeasured', meanMs: ms.mid },
    evidence: [...evidence],
    ms,
  };
};
