import { z } from 'zod';
import { knative } from '../../../planner/platforms/knative.ts';
import { about } from '../about.ts';
import { aboutMinReplicas, type DefaultOf, kindSchema } from './shared.ts';

const { knobs: kn, autoscaler: cluster } = knative;

/** A share or a number within a knob's documented range. */
const within = ({ range, default: { value } }: { range: { min: number; max: number } } & DefaultOf) =>
  z.number().min(range.min).max(range.max).default(value);

/** What a revision's annotations set. */
const revision = {
  minReplicas: z.int().min(0).default(kn.minReplicas.default.value).meta(aboutMinReplicas),
  maxReplicas: z
    .int()
    .min(0)
    .default(kn.maxReplicas.default.value)
    .meta(
      about('the autoscaler never asks for more replicas; 0: unlimited (documented)', 20, {
        unit: 'replicas',
      }),
    ),
  metric: z
    .enum(['concurrency', 'requestRate'])
    .default(kn.metric.default.value)
    .meta(about('what the autoscaler counts: requests in flight, or requests/s', 'requestRate')),
  target: z
    .number()
    .positive()
    .optional()
    .meta(
      about('how many of them one replica can have: autoscaling.knative.dev/target', 10, {
        unit: 'requests in flight, or requests/s',
        otherwise: 'concurrency 100, requests/s 200 (documented)',
      }),
    ),
  targetUtilization: z
    .number()
    .gt(0)
    .max(1, 'a share in (0, 1]')
    .default(kn.targetUtilization.default.value)
    .meta(about('the share of the target that the autoscaler aims at', 0.7, { unit: 'share' })),
  stableWindowSeconds: within(kn.stableWindowSeconds).meta(
    about('the time over which the metric is averaged', 60),
  ),
  panicWindowShare: within(kn.panicWindowShare).meta(
    about('length of the short window of a panic, as a share of the stable one', 0.1),
  ),
  panicThreshold: z
    .number()
    .min(1)
    .default(kn.panicThreshold.default.value)
    .meta(
      about('a panic begins when the short window wants so many times the ready replicas', 2, {
        unit: 'times',
      }),
    ),
  scaleDownDelaySeconds: z
    .number()
    .min(0)
    .default(kn.scaleDownDelaySeconds.default.value)
    .meta(about('replicas are taken away only after so long', 300)),
};

/** What the config map of the autoscaler sets for the whole cluster. */
const ofCluster = {
  tickSeconds: z
    .number()
    .positive()
    .default(cluster.tickSeconds.value)
    .meta(about('how often the autoscaler looks', 2)),
  maxScaleUpRate: z
    .number()
    .gt(1)
    .default(cluster.maxScaleUpRate.value)
    .meta(about('at one look at most so many times the ready replicas', 1000, { unit: 'times' })),
  maxScaleDownRate: z
    .number()
    .gt(1)
    .default(cluster.maxScaleDownRate.value)
    .meta(about('at one look at least the ready replicas divided by this', 2, { unit: 'times' })),
  scaleToZeroGraceSeconds: z
    .number()
    .min(0)
    .default(cluster.scaleToZeroGraceSeconds.value)
    .meta(about('the last replica stays at most so much longer', 30)),
};

/** The autoscaler of Knative Serving (KPA). */
export const knativeSchema = z.strictObject({
  kind: kindSchema('knative', 'the autoscaler of Knative Serving (KPA), also behind KServe'),
  ...revision,
  ...ofCluster,
});
