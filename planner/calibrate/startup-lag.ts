import type { Calibration } from '../../runs/schema/calibration.ts';
import { withMean } from '../measure/empirical.ts';
import { confidence, inWords } from '../measure/evidence.ts';
import { measureStartupLag, type StartupLag, startupPrior } from '../measure/startup-lag.ts';
import type { Recorded } from '../timeline/recording.ts';

type CalibratedLag = { readonly startupLag: Calibration['startupLag']; readonly warnings: string[] };

/** Fewer samples than this are worth a warning. */
const samplesFew = 5;

const assumedLag: CalibratedLag = {
  startupLag: {
    provenance: 'assumed',
    note: 'no replica became ready while the load ran; the start-ups of the public Alibaba GenTD26 trace stand in: mean 22 s',
    evidence: [],
    distribution: { kind: 'lognormal', meanMs: startupPrior.meanMs, scv: startupPrior.scv },
    meanMs: { low: startupPrior.lowMs, mid: startupPrior.meanMs, high: startupPrior.highMs, confidence },
    samples: 0,
    partsMeanMs: null,
  },
  warnings: ['the start-up lag is assumed: record a run that scales up'],
};

const sourceOf = ({ wholeShare, unfinished, waitedForNode }: StartupLag): string => {
  const watched = 'as the watch saw both';
  const told = `${inWords(100 * wholeShare)} % of them from times that the cluster cuts to whole seconds, whose spread is taken out`;
  const censored = `; ${unfinished} more were not ready when last seen and count as longer than that`;
  const noNode = `; the time in which ${waitedForNode} of them fitted on no node is left out`;
  return `${wholeShare === 0 ? watched : told}${unfinished === 0 ? '' : censored}${waitedForNode === 0 ? '' : noNode}`;
};

const warningsOf = ({ startups, unfinished, waitedForNode }: StartupLag): string[] => [
  ...(startups < samplesFew
    ? [`only ${startups} start-ups were recorded: the start-up lag is known poorly`]
    : []),
  ...(unfinished > startups
    ? [`${unfinished} replicas never became ready, more than did: the longest lags are not known`]
    : []),
  ...(waitedForNode > 0
    ? [
        `${waitedForNode} replicas fitted on no node for some time: the advice takes nodes with room for granted`,
      ]
    : []),
];

/** The start-up lag to plan with: as measured, or that of other services where no start was seen. */
export const calibrateLag = (runs: readonly Recorded[]): CalibratedLag => {
  const lag = measureStartupLag(runs);
  if ('kind' in lag) return assumedLag;
  const { meanMs, valuesMs, startups, partsMeanMs, evidence } = lag;
  return {
    startupLag: {
      provenance: 'measured',
      note: `${startups} start-ups, from the decision to the ready replica, ${sourceOf(lag)}`,
      evidence: [...evidence],
      distribution: withMean({ kind: 'empirical', quantilesMs: [...valuesMs] }, meanMs.mid),
      meanMs,
      samples: startups,
      partsMeanMs,
    },
    warnings: warningsOf(lag),
  };
};
