import { z } from 'zod';
import { azuremlV1 } from '../../../planner/platforms/azureml-v1.ts';
import { balancedPers, balancings } from '../../../planner/platforms/balancing.ts';
import { platformOfRule } from '../../../planner/platforms/index.ts';
import type { policySettingsSchema } from '../policy.ts';

const limitMs = z.number().min(0, 'milliseconds, or null for no limit').nullable();
const count = z.int('a whole number').min(1, 'at least 1');

/** Each router is simulated, with its own queue. */
const instancesMax = 10_000;

/** What stands in front of the replicas: its queue, its limits, and what is hidden of it. */
export const routerSchema = z.strictObject({
  queueWaitLimitMs: limitMs
    .optional()
    .describe('a request that waits longer gets 503. Default: as documented for the platform of the policy'),
  queueLengthLimit: z
    .int('a whole number, or null for no limit')
    .min(0)
    .nullable()
    .optional()
    .describe(
      'a request that finds so many waiting in its queue, the router’s or the replica’s, gets 503 at once. ' +
        'Default: as documented for the platform of the policy; on Knative 10 for each slot of the replica',
    ),
  heldLengthLimit: z
    .int('a whole number, or null for no limit')
    .min(0)
    .nullable()
    .optional()
    .describe(
      'where each replica has a queue: requests that may wait for the first replica; the next one gets 503 at once. ' +
        'Default: as documented for the platform of the policy; on Knative 10,000, held by the activator',
    ),
  requestTimeoutMs: limitMs
    .optional()
    .describe(
      'from arrival; a request that takes longer gets 504. Default: as documented for the platform of the policy',
    ),
  onTimeout: z
    .enum(['release', 'keepWorking'])
    .default('release')
    .describe(
      'whether a timed-out request frees its slot at once or works on to its end; a replica with a queue of its own ' +
        'then also begins those whose time is up. Assumed',
    ),
  noReadyReplica: z
    .enum(['wait', 'reject'])
    .default('wait')
    .describe('what a request gets while no replica is ready: a place in the queue, or 503 at once. Assumed'),
  instances: count
    .max(instancesMax, `at most ${instancesMax}`)
    .default(1)
    .describe(
      'routers that take requests in turn; each has its own queue and sees only its own requests. Assumed',
    ),
  balancing: z
    .enum(balancings)
    .optional()
    .describe(
      'central: one queue for all replicas. Else each replica has a queue, and a request is sent to one at once: ' +
        'by chance, to each in turn, to the one of two random ones or of all with the fewest requests. ' +
        'Default: leastOfTwo on Knative, whose activator is taken to be out of the path; else central. Assumed',
    ),
  balancedPer: z
    .enum(balancedPers)
    .default('request')
    .describe(
      'what is balanced, unless it is central: each request, or each new connection, which clients keep open and reuse',
    ),
  connectionMaxAgeSeconds: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe('an older connection gets no further request; null: no limit'),
});

type WithRouter = {
  readonly router: z.output<typeof routerSchema>;
  readonly policy: z.output<typeof policySettingsSchema>;
};

/** A fixed number of replicas is taken to stand behind azureml-fe, as Azure ML's formula has it. */
const platformOf = ({ policy }: WithRouter) => platformOfRule(policy.kind) ?? azuremlV1;

const balancingOf = (model: WithRouter) =>
  model.router.balancing ?? platformOf(model).queue.usualBalancing.value;

type WithReplica = WithRouter & { readonly replica: { readonly slots: number } };

/** Connections are balanced only where each replica has a queue. */
export const balancesWhatItCan = (model: WithRouter, context: z.RefinementCtx): void => {
  if (balancingOf(model) !== 'central' || model.router.balancedPer === 'request') return;
  const message =
    'goes with another balancing only: a free slot takes from one queue whatever the connection';
  context.addIssue({ code: 'custom', path: ['router', 'balancedPer'], message });
};

/** Where the queue is one for all replicas, no limit of its length is documented on any platform. */
const documentedQueueLength = (model: WithReplica): number | null => {
  const perSlot = platformOf(model).queue.waitingPerSlotMax.value;
  return balancingOf(model) === 'central' || perSlot === null ? null : perSlot * model.replica.slots;
};

/** What a model does not say of its router is as the platform of its policy documents it. */
export const withDocumentedRouter = <Given extends WithReplica>(model: Given) => {
  const { queue, requestTimeoutMs: timeout } = platformOf(model);
  const {
    queueWaitLimitMs = queue.waitLimitMs.value,
    queueLengthLimit = documentedQueueLength(model),
    heldLengthLimit = queue.heldMax.value,
    requestTimeoutMs = timeout.value,
  } = model.router;
  const limits = { queueWaitLimitMs, queueLengthLimit, heldLengthLimit, requestTimeoutMs };
  return { ...model, router: { ...model.router, ...limits, balancing: balancingOf(model) } };
};
