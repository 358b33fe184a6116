import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Note } from '../../runs/schema/notes.ts';
import { confidence } from '../measure/evidence.ts';
import type { Limits } from '../measure/limits.ts';
import { measureServiceTime, type ServiceTime } from '../measure/service-time.ts';
import type { Recorded } from '../timeline/recording.ts';

type CalibratedService = { readonly service: Calibration['service']; readonly warnings: Note[] };

/** Nothing is known but that scoring takes between hundredths of a second and seconds. */
const assumedService: CalibratedService = {
  service: {
    from: 'assumed',
    provenance: 'assumed',
    note: { code: 'serviceUnknown', lowMs: 20, highMs: 2000 },
    evidence: [],
    distribution: { kind: 'exponential', meanMs: 200 },
    meanMs: { low: 20, mid: 200, high: 2000, confidence },
    samples: 0,
  },
  warnings: [{ code: 'serviceAssumed' }],
};

const noteOf = ({ from, samples }: ServiceTime): Note =>
  from === 'header'
    ? { code: 'serviceFromHeader', answers: samples }
    : { code: 'serviceFromLatency', requests: samples };

const warningsOf = ({ from, cutShare }: ServiceTime): Note[] => [
  ...(from === 'unqueuedLatency' ? [{ code: 'serviceIncludesNetwork' } as const] : []),
  ...(cutShare > 0 ? [{ code: 'serviceCut', share: cutShare } as const] : []),
];

/** Time in a slot: as measured, or a wide assumption where no answer tells of it. */
export const calibrateService = (runs: readonly Recorded[], limits: Limits): CalibratedService => {
  const time = measureServiceTime(runs, limits);
  if ('kind' in time) return assumedService;
  const { from, distribution, meanMs, samples, evidence } = time;
  return {
    service: {
      from,
      provenance: 'measured',
      note: noteOf(time),
      evidence: [...evidence],
      distribution,
      meanMs,
      samples,
    },
    warnings: warningsOf(time),
  };
};
