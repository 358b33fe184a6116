import { figureNames as wordsOf } from '../../reports/words/proof/figures.ts';
import type { VerifiedLine } from '../../runs/schema/verification.ts';
import type { LiveAssessed, LiveRun } from './live-run.ts';
import { type Coverage, type Quantiles, quantilesOf, type Share, shareOf } from './score.ts';

const runsOf = (services: readonly LiveAssessed[]): LiveRun[] => services.flatMap(({ runs }) => runs);

/** Firings at the peak that the prediction is for. */
const predictedRuns = (services: readonly LiveAssessed[]): LiveRun[] =>
  runsOf(services).filter(({ peakFactor }) => peakFactor === 1);

const linesOf = (services: readonly LiveAssessed[], name: string): VerifiedLine[] =>
  predictedRuns(services).flatMap(({ verification }) =>
    verification.lines.filter(({ figure }) => wordsOf[figure] === name),
  );

/** Where a prediction and a measurement exist. */
const pairsOf = (services: readonly LiveAssessed[], name: string) =>
  linesOf(services, name).flatMap(({ predicted, measured }) =>
    predicted === null || measured === null ? [] : [{ predicted, measured }],
  );

/** Names of the figures, in the order in which a verification has them. */
export const figureNames = (services: readonly LiveAssessed[]): string[] => [
  ...new Set(
    runsOf(services).flatMap(({ verification }) => verification.lines.map(({ figure }) => wordsOf[figure])),
  ),
];

/** Runs whose figure lies in its 95 % interval; where the others lie. */
export const liveCoverage = (services: readonly LiveAssessed[], name: string): Coverage => {
  const compared = linesOf(services, name).filter(({ inside }) => inside !== null);
  const outside = compared.filter(({ inside }) => inside === false);
  const below = outside.filter(({ predicted, measured }) => measured! < predicted!.low).length;
  return {
    inside: shareOf(compared, ({ inside }) => inside === true),
    below,
    above: outside.length - below,
  };
};

/** |predicted - measured| of the 503 share. */
export const liveRejectedErrors = (services: readonly LiveAssessed[]): Quantiles | null =>
  quantilesOf(
    pairsOf(services, wordsOf.rejectedShare).map(({ predicted, measured }) =>
      Math.abs(predicted.mid - measured),
    ),
  );

/** |predicted - measured| / measured of the p95 latency. */
export const liveP95Errors = (services: readonly LiveAssessed[]): Quantiles | null =>
  quantilesOf(
    pairsOf(services, 'p95 latency').map(
      ({ predicted, measured }) => Math.abs(predicted.mid - measured) / measured,
    ),
  );

/** Firings that met the SLO; all of them, or those at one peak factor. A load that did not run as planned met nothing. */
export const metRuns = (services: readonly LiveAssessed[], peakFactor?: number): Share =>
  shareOf(
    runsOf(services).filter((run) => peakFactor === undefined || run.peakFactor === peakFactor),
    ({ met }) => met === true,
  );

/** Firings without a verdict: the machine was too busy to fire as planned. */
export const undecidedRuns = (services: readonly LiveAssessed[]): number =>
  runsOf(services).filter(({ met }) => met === null).length;

/** Firings that began with as many replicas as their prediction. */
export const beganAsPredicted = (services: readonly LiveAssessed[]): Share =>
  shareOf(
    runsOf(services),
    ({ verification: { start } }) => start !== null && start.measuredReplicas === start.predictedReplicas,
  );
