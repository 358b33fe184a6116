import { centralQueue } from './balancing.ts';
import { assumed, documented, type Fact } from './fact.ts';
import type { Platform } from './platform.ts';
import { helpPageStatusCodes } from './status-codes.ts';

const server = 'https://github.com/microsoft/azureml-inference-server (docs, gunicorn with one sync worker)';

/** The inference server of Azure ML by itself: no router in front, so requests wait in its own backlog. */
const oneContainer = {
  queue: {
    place: documented('replica', server),
    balancings: documented([centralQueue], `${server}: the only replica has the only queue`),
    waitingPerSlotMax: documented(null, `${server}: the backlog of the socket, 2048 connections`),
    heldMax: assumed(null, 'without the container there is nobody to hold a request'),
    usualBalancing: documented('central', `${server}: the only replica has the only queue`),
    waitLimitMs: documented(null, `${server}: the backlog has no limit of time`),
  },
  // A worker that is stuck for 300 s is killed, which closes the connection: nobody answers 504.
  requestTimeoutMs: documented(null, `${server}: WORKER_TIMEOUT closes the connection`),
  slotsPerReplica: documented(1, `${server}: WORKER_COUNT 1`),
  statusCodes: helpPageStatusCodes,
  rule: assumed('fixed', 'one container is started, and nothing scales it'),
  bounds: null,
  knobs: {},
} as const satisfies Omit<Platform, 'name'>;

/** Azure Container Instances: one container without an autoscaler. */
export const aci = {
  name: 'aci',
  ...oneContainer,
  /** ACI runs one container group for each service. */
  replicas: documented(
    1,
    'https://learn.microsoft.com/azure/machine-learning/v1/how-to-deploy-azure-container-instance',
  ),
} as const satisfies Platform & Record<string, unknown>;

/** What is documented of the server of Azure ML is a guess of one that may be any. */
const guessed = <const Value>({ value, source }: Fact<Value>): Fact<Value> => assumed(value, source);

const { queue } = oneContainer;

/**
 * A server on this machine. LocalWebservice and `az ml online-deployment create --local` start that of Azure ML, but any other
 * may run here.
 */
export const local = {
  name: 'local',
  ...oneContainer,
  queue: {
    place: guessed(queue.place),
    balancings: guessed(queue.balancings),
    waitingPerSlotMax: guessed(queue.waitingPerSlotMax),
    heldMax: queue.heldMax,
    usualBalancing: guessed(queue.usualBalancing),
    waitLimitMs: guessed(queue.waitLimitMs),
  },
  requestTimeoutMs: guessed(oneContainer.requestTimeoutMs),
  slotsPerReplica: guessed(oneContainer.slotsPerReplica),
  replicas: assumed(1, 'LocalWebservice starts one container'),
} as const satisfies Platform & Record<string, unknown>;
