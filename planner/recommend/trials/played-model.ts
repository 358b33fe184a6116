import type { Model } from '../../../runs/schema/model/model.ts';
import { withClient } from '../../calibrate/router/router-model.ts';
import { meanOfDistribution } from '../../stats/distributions.ts';
import type { MixPart } from '../../traffic/mix.ts';
import { type Candidate, policyOf } from './candidates.ts';
import { settledReplicas } from './settled.ts';

const modelOf = (model: Model, candidate: Candidate, clientTimeoutMs: number): Model => {
  const { queueWaitMs, requestTimeoutMs } = candidate;
  const router = {
    ...model.router,
    ...(queueWaitMs !== undefined && { queueWaitLimitMs: queueWaitMs }),
    ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
  };
  return { ...model, policy: policyOf(model.policy, candidate), router: withClient(router, clientTimeoutMs) };
};

/** The model of a part, with the replicas that the candidate would have come to where the part begins settled. */
const startedModel = (model: Model, { startsAtRatePerSecond: rate }: MixPart): Model => {
  if (rate === null) return model;
  const { policy, replica, service } = model;
  const capacity = { slots: replica.slots, serviceSeconds: meanOfDistribution(service) / 1000 };
  return { ...model, initialReplicas: settledReplicas(policy, rate, capacity) };
};

/** The model of one part of the traffic mix in one world, with a candidate's settings and a client that gives up. */
export const playedModel = (
  model: Model,
  played: { readonly candidate: Candidate; readonly part: MixPart; readonly clientTimeoutMs: number },
): Model => startedModel(modelOf(model, played.candidate, played.clientTimeoutMs), played.part);
