import { HeadroomError } from '../../errors/headroom-error.ts';
import type { Reading, ScalingSettings } from './settings.ts';
import { isSame } from './text/same.ts';

type Part = Pick<Reading, 'settings' | 'otherMetrics' | 'isPart'>;

/** Whether targets by the names of their metrics are those in use: an advice names those only that it decides. */
const areKept = (decided: object = {}, inUse: Readonly<Record<string, unknown>> = {}): boolean =>
  Object.entries(decided).every(([name, target]) => isSame(target, inUse[name]));

/**
 * What of the decided settings is written into a part of an HPA that lists no metrics, such as a patch of Kustomize: a list of
 * metrics in it would take the place of the list of the whole. A whole object gets all of them.
 *
 * @param inUse the settings that the advice was compared with
 * @throws HeadroomError E_CONFIG if the advice changes a target, which the part has no place for
 */
export const withoutTargetsElsewhere = (
  { settings, otherMetrics, isPart }: Part,
  decided: ScalingSettings,
  inUse: ScalingSettings,
): ScalingSettings => {
  const { targetUtilization, averageValues, otherTargets, ...rest } = decided;
  const isListed = settings.targetUtilization !== undefined || settings.averageValues !== undefined;
  if (!isPart || isListed || otherMetrics.length > 0) return decided;
  const isTargetKept =
    isSame(targetUtilization, inUse.targetUtilization) &&
    areKept(averageValues, inUse.averageValues) &&
    areKept(otherTargets, inUse.otherTargets);
  if (isTargetKept) return rest;
  throw new HeadroomError('E_CONFIG', {
    what: 'the advice changes a target, and this file is a part of an HPA that lists no metrics, such as a patch of Kustomize: a list of metrics in it would take the place of the whole one',
    where: 'spec.metrics',
    fix: 'give the file that lists the metrics, or the whole object (kubectl kustomize prints it)',
  });
};

/** The decided settings without bounds that have no effect in an object, as one of the user's own has them. */
export const withoutBoundsElsewhere = (
  { isScaledElsewhere }: Pick<Reading, 'isScaledElsewhere'>,
  decided: ScalingSettings,
): ScalingSettings => {
  const { minReplicas: _least, maxReplicas: _most, ...rest } = decided;
  return isScaledElsewhere ? rest : decided;
};
