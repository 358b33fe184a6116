import type { Calibration } from '../../runs/schema/calibration.ts';
import { measureBurstiness } from '../measure/burstiness.ts';
import { isInterval } from '../stats/interval.ts';
import type { Recorded } from '../timeline/recording.ts';

/** Below this index of dispersion requests come evenly spaced; Poisson arrivals have 1. */
export const evenDispersionMax = 0.5;

/** The burstiness to plan with: as measured, or that of Poisson arrivals where nothing tells. */
export const calibrateBurstiness = (runs: readonly Recorded[]): Calibration['burstiness'] => {
  const { indexOfDispersion, evidence } = measureBurstiness(runs);
  const isKnown = isInterval(indexOfDispersion);
  return {
    indexOfDispersion,
    provenance: isKnown ? 'measured' : 'assumed',
    note: isKnown
      ? { code: 'dispersionMeasured', dispersion: indexOfDispersion.mid }
      : { code: 'dispersionUnknown' },
    evidence: [...evidence],
  };
};

/** Whether the recorded requests came evenly spaced, as those of no real clients do. */
export const isFiredEvenly = ({
  burstiness: { indexOfDispersion },
}: Pick<Calibration, 'burstiness'>): boolean =>
  isInterval(indexOfDispersion) && indexOfDispersion.mid < evenDispersionMax;
