import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { provesNothing } from '../../runs/schema/plan/proves-nothing.ts';
import type { Recommendation } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import { figuresOf } from './figures.ts';
import { isOff, notAllReadyOf, overProvisionOf, wrongInputsOf } from './findings.ts';
import { judge, sloHeldIn } from './judge.ts';
import { startOf, statedStart } from './start.ts';

/** The re-run: what its report says, and the cluster series, which tells with how many replicas it began. */
export type Rerun = {
  readonly result: Result;
  readonly cluster: readonly ClusterLine[];
  /** With how many replicas it began, as a person states it; counts where the cluster could not be read. */
  readonly statedReplicas?: number | undefined;
};

/** What was predicted, from what, and with which margin. */
type Predicted = Pick<Recommendation, 'settings' | 'prediction' | 'inputs'> & {
  readonly load: Pick<Recommendation['load'], 'margin'>;
};

/**
 * Scores a prediction that was frozen before the re-run, figure by figure, and judges the advice.
 *
 * @param advice recommendation.json as it was when the settings were applied
 * @param rerun the same load fired again with those settings
 */
export const scorePrediction = (
  { settings, prediction, inputs, load }: Predicted,
  rerun: Rerun,
  plannedFrom: string,
): Verification => {
  const { result, cluster, statedReplicas } = rerun;
  const lines = figuresOf(prediction, result);
  const start =
    startOf(settings.policy, cluster, result.timeline.startedAtMs) ??
    statedStart(settings.policy, statedReplicas);
  const score = {
    linesInside: lines.filter(({ inside }) => inside === true).length,
    linesCompared: lines.filter(({ inside }) => inside !== null).length,
  };
  const notAllReady = notAllReadyOf(result);
  const isRight = score.linesCompared === 0 ? null : !isOff(score);
  const judged = judge(result, { predicted: prediction, start, predictionRight: isRight });
  return {
    schemaVersion: 2,
    plannedFrom,
    verifiedBy: result.run.id,
    ...(result.run.loadStartedAtMs !== null && { verifiedAtMs: result.run.loadStartedAtMs }),
    settings,
    start,
    lines,
    ...score,
    sloHeld: sloHeldIn(result, prediction),
    predictionRight: provesNothing(judged) ? null : isRight,
    wrongInputs: wrongInputsOf(inputs, result),
    ...(notAllReady && { notAllReady }),
    overProvisioned: overProvisionOf(result, load.margin),
    ...judged,
  };
};
