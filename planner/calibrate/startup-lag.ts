import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Note } from '../../runs/schema/plan/notes.ts';
import { withMean } from '../measure/empirical.ts';
import { confidence } from '../measure/evidence.ts';
import { lagDegrees, measureStartupLag, otherServices, type StartupLag } from '../measure/startup-lag.ts';
import { isNotEnoughData } from '../stats/interval.ts';
import type { Random } from '../stats/random.ts';
import type { Recorded } from '../timeline/recording.ts';
import { drawFrom } from './draw-from.ts';

type CalibratedLag = { readonly startupLag: Calibration['startupLag']; readonly warnings: Note[] };

/**
 * A service whose start nobody saw may have any mean from a few seconds to the longest start-up of the GenTD26 trace,
 * 79 s; the mean of its 7531 start-ups is 22.0 s.
 */
const startupPrior = { meanMs: 22_000, scv: otherServices.scv, lowMs: 5_000, highMs: 80_000 } as const;

/** Fewer samples than this are worth a warning. */
const samplesFew = 5;

const assumedLag: CalibratedLag = {
  startupLag: {
    provenance: 'assumed',
    note: { code: 'startupLagUnknown', meanMs: startupPrior.meanMs },
    evidence: [],
    distribution: { kind: 'lognormal', meanMs: startupPrior.meanMs, scv: startupPrior.scv },
    meanMs: { low: startupPrior.lowMs, mid: startupPrior.meanMs, high: startupPrior.highMs, confidence },
    samples: 0,
    partsMeanMs: null,
  },
  warnings: [{ code: 'startupLagAssumed' }],
};

const warningsOf = ({ startups, unfinished, waitedForNode }: StartupLag): Note[] => {
  const warnings: (Note | false)[] = [
    startups < samplesFew && { code: 'startupsFew', startups },
    unfinished > startups && { code: 'startupsUnfinished', unfinished },
    waitedForNode > 0 && { code: 'startupsWithoutNode', replicas: waitedForNode },
  ];
  return warnings.filter((warning) => warning !== false);
};

/** The start-up lag to plan with: as measured, or that of other services where no start was seen. */
export const calibrateLag = (runs: readonly Recorded[]): CalibratedLag => {
  const lag = measureStartupLag(runs);
  if (isNotEnoughData(lag)) return assumedLag;
  const { meanMs, valuesMs, startups, partsMeanMs, evidence, wholeShare, unfinished, waitedForNode } = lag;
  return {
    startupLag: {
      provenance: 'measured',
      note: { code: 'startupLagMeasured', startups, wholeShare, unfinished, waitedForNode },
      evidence: [...evidence],
      distribution: withMean({ kind: 'empirical', quantilesMs: [...valuesMs] }, meanMs.mid),
      meanMs,
      samples: startups,
      partsMeanMs,
    },
    warnings: warningsOf(lag),
  };
};

/** A mean lag in ms from its interval: one of few starts has the tails of Student's t, an assumed one has not. */
export const drawMeanLagMs = (
  { meanMs, samples }: Pick<Calibration['startupLag'], 'meanMs' | 'samples'>,
  random: Random,
): number => Math.max(1, drawFrom(meanMs, random, samples === 0 ? undefined : lagDegrees(samples)));
