import { z } from 'zod';
import { kedaHttp } from '../../../planner/platforms/keda-http.ts';
import { about } from '../about.ts';
import { behaviorSchema, controller } from './hpa.ts';
import { boundsOf, kindSchema } from './shared.ts';

const { knobs: keda } = kedaHttp;

/** KEDA's HTTP add-on. */
export const kedaHttpSchema = z.strictObject({
  kind: kindSchema('keda-http', "the HTTP add-on of KEDA; another ScaledObject is an 'hpa'"),
  ...boundsOf(kedaHttp),
  metric: z
    .enum(['concurrency', 'requestRate'])
    .default(keda.metric.default.value)
    .meta(about('what the add-on counts: requests in flight, or requests/s', 'requestRate')),
  targetValue: z
    .number()
    .positive()
    .default(keda.targetValue.default.value)
    .meta(
      about('how many of them one replica shall have', 20, { unit: 'requests in flight, or requests/s' }),
    ),
  windowSeconds: z
    .number()
    .positive()
    .default(keda.windowSeconds.default.value)
    .meta(about('the time over which requests/s are averaged', 60)),
  granularitySeconds: z
    .number()
    .positive()
    .default(keda.granularitySeconds.default.value)
    .meta(about('the length of one bucket of that time', 1)),
  activationValue: z
    .number()
    .min(0)
    .default(kedaHttp.activationValue.value)
    .meta(about('above this the first replica is started', 0, { unit: 'requests in flight, or requests/s' })),
  cooldownSeconds: z
    .number()
    .min(0)
    .default(keda.cooldownSeconds.default.value)
    .meta(about('after so long without a request the last replica is taken away', 300)),
  ...controller,
  behavior: behaviorSchema,
});
