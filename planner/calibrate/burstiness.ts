import type { Calibration } from '../../runs/schema/calibration.ts';
import type { ArrivalKind } from '../../runs/schema/load/traffic.ts';
import { measureBurstiness } from '../measure/burstiness.ts';
import { confidence } from '../measure/evidence.ts';
import { exactly, isInterval } from '../stats/interval.ts';
import type { Recorded } from '../timeline/recording.ts';

/** Below this index of dispersion requests come evenly spaced; Poisson arrivals have 1. */
export const evenDispersionMax = 0.5;

/** Variance / mean of the counts per second that the generator draws. */
const dispersionOf = (arrivals: ArrivalKind): number => {
  if (arrivals === 'random') return 1;
  return arrivals === 'even' ? 0 : arrivals.dispersion;
};

const measuredBurstiness = (runs: readonly Recorded[]): Calibration['burstiness'] => {
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

/**
 * The burstiness to plan with: as the last run's load was drawn, which is known and need not be measured. The counts of a trace
 * are nobody's draw: there as measured, or that of Poisson arrivals where nothing tells.
 */
export const calibrateBurstiness = (runs: readonly Recorded[]): Calibration['burstiness'] => {
  const { load } = runs.at(-1)!.run.config;
  if (load.scenario === 'replay') return measuredBurstiness(runs);
  const dispersion = dispersionOf(load.arrivals ?? 'random');
  return {
    indexOfDispersion: exactly(dispersion, confidence),
    provenance: 'configured',
    note: { code: 'dispersionDrawn', dispersion },
    evidence: [],
  };
};

/** Whether the recorded requests came evenly spaced, as those of no real clients do. */
export const isFiredEvenly = ({
  burstiness: { indexOfDispersion },
}: Pick<Calibration, 'burstiness'>): boolean =>
  isInterval(indexOfDispersion) && indexOfDispersion.mid < evenDispersionMax;
