import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { Recommendation } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import { figuresOf } from './figures.ts';
import { judge } from './judge.ts';
import { startOf } from './start.ts';

/** The re-run: what its report says, and the cluster series, which tells with how many replicas it began. */
export type Rerun = { readonly result: Result; readonly cluster: readonly ClusterLine[] };

/**
 * Scores a prediction that was frozen before the re-run, figure by figure, and judges the advice.
 *
 * @param advice recommendation.json as it was when the settings were applied
 * @param rerun the same load fired again with those settings
 */
export const scorePrediction = (
  { settings, prediction }: Pick<Recommendation, 'settings' | 'prediction'>,
  rerun: Rerun,
  plannedFrom: string,
): Verification => {
  const { result, cluster } = rerun;
  const lines = figuresOf(prediction, result);
  const start = startOf(settings.policy, cluster, result.timeline.startedAtMs);
  return {
    schemaVersion: 1,
    plannedFrom,
    verifiedBy: result.run.id,
    settings,
    start,
    lines,
    linesInside: lines.filter(({ inside }) => inside === true).length,
    linesCompared: lines.filter(({ inside }) => inside !== null).length,
    ...judge(result, { predicted: prediction, start }),
  };
};
