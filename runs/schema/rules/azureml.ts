import { z } from 'zod';
import { azuremlFe, azuremlV1, stepLaws } from '../../../planner/platforms/azureml-v1.ts';
import { azuremlV2 } from '../../../planner/platforms/azureml-v2.ts';
import { about } from '../about.ts';
import { boundsOf, kindSchema } from './shared.ts';

/** What Azure ML does not publish of its rule: each is a reading, and `plan` tells them apart by replay. */
const hidden = {
  stepLaw: z
    .enum(stepLaws)
    .default(azuremlFe.hidden.stepLaw.value)
    .meta(
      about(
        "'proportional': ceil(used / target) at once; 'oneAtATime': one replica a refresh. Not public: assumed",
        'oneAtATime',
      ),
    ),
  denominator: z
    .enum(['ready', 'current'])
    .default(azuremlFe.hidden.denominator.value)
    .meta(
      about(
        '"total number of current replicas": ready ones, or ready and starting. Not public: assumed',
        'ready',
      ),
    ),
  sampling: z
    .enum(['instant', 'mean'])
    .default(azuremlFe.hidden.sampling.value)
    .meta(
      about('busy replicas at the refresh, or their mean since the last one. Not public: assumed', 'mean'),
    ),
  deadband: z
    .number()
    .min(0)
    .max(0.5)
    .default(azuremlFe.hidden.deadband.value)
    .meta(
      about('no change while |utilization - target| is at most this. Not public: assumed 0', 0.05, {
        unit: 'share',
      }),
    ),
};

const azureml = {
  targetUtilization: z
    .number()
    .gt(0, 'a target utilization is a share above 0')
    .max(1, 'a target utilization is a share in (0, 1]')
    .default(azuremlFe.targetUtilization.value)
    .meta(
      about('the autoscaler keeps busy slots at this share: autoscale_target_utilization / 100', 0.7, {
        unit: 'share',
      }),
    ),
  refreshSeconds: z
    .number()
    .positive()
    .default(azuremlV1.knobs.refreshSeconds.default.value)
    .meta(about('how often the autoscaler looks: autoscale_refresh_seconds, or polling_interval', 1)),
  ...hidden,
};

/** The autoscaler of Azure ML v1 on AKS. */
export const azuremlV1Schema = z.strictObject({
  kind: kindSchema('azureml-v1', 'the autoscaler of Azure ML v1 on AKS, in azureml-fe'),
  ...boundsOf(azuremlV1),
  ...azureml,
  scaleDownHoldSeconds: z
    .number()
    .min(0)
    .default(azuremlV1.scaleDownHoldSeconds.value)
    .meta(about('replicas are taken away only after so long: "about 1 minute" (documented)', 60)),
});

/** The autoscaler of Azure ML v2 on Kubernetes. */
export const azuremlV2Schema = z.strictObject({
  kind: kindSchema('azureml-v2', 'the autoscaler of an Azure ML v2 Kubernetes online deployment'),
  ...boundsOf(azuremlV2),
  ...azureml,
  scaleDownHoldRefreshes: z
    .int()
    .min(1)
    .default(azuremlV2.scaleDownHoldRefreshes.value)
    .meta(
      about(
        'replicas are taken away only after so many looks: "around 20 times of the scale up refresh interval" (documented)',
        20,
        { unit: 'refreshes' },
      ),
    ),
});
