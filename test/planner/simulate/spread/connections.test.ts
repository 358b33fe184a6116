import { describe, expect, it } from 'vitest';
import { advanceRouter } from '../../../../planner/simulate/advance.ts';
import {
  admitReplica,
  createRouter,
  createScratch,
  dismissReplicas,
  type Router,
} from '../../../../planner/simulate/router.ts';
import { createSlots } from '../../../../planner/simulate/slots.ts';
import type { ModelInput } from '../../../../runs/schema/model/model.ts';
import { buildModel, noLimits } from '../../../builders/model.ts';

type Request = readonly [arrival: number, service: number];

const open = (
  requests: readonly Request[],
  router: ModelInput['router'],
  replicas: number,
  seed = 5,
): Router => {
  const opened = createRouter(buildModel({ router: { ...noLimits, ...router } }).router, {
    workload: {
      count: requests.length,
      arrivalSeconds: Float64Array.from([...requests.map(([arrival]) => arrival), Number.POSITIVE_INFINITY]),
      serviceSeconds: Float64Array.from(requests.map(([, service]) => service)),
    },
    scratch: createScratch(requests.length),
    slots: createSlots(1, true),
    seed,
  });
  for (let replica = 0; replica < replicas; replica++) admitReplica(opened, replica, 0);
  return opened;
};

const startsOf = ({ slots }: Router, replicas: number): number[] => [
  ...slots.replicaStarts.subarray(0, replicas),
];

/** One request after the other, never two at once. */
const oneByOne = Array.from({ length: 100 }, (_, i): Request => [i, 0.5]);
/** Two at once, each second. */
const inPairs = Array.from({ length: 100 }, (_, i): Request => [Math.floor(i / 2) + 0.001 * (i % 2), 0.5]);

const perConnection = { balancing: 'random', balancedPer: 'connection' } as const;

describe('requests over connections that are kept', () => {
  it('all go where the one connection leads that is enough for them', () => {
    const router = open(oneByOne, perConnection, 10);
    advanceRouter(router, Number.MAX_VALUE);
    expect(startsOf(router, 10).sort((a, b) => a - b)).toEqual([...new Array<number>(9).fill(0), 100]);
  });

  it('never reach a replica that comes later, as long as no connection has to be opened', () => {
    const router = open(inPairs, { ...perConnection, balancing: 'roundRobin' }, 2);
    advanceRouter(router, 25);
    expect(startsOf(router, 2)).toEqual([25, 25]);
    for (const replica of [2, 3]) admitReplica(router, replica, 25);
    advanceRouter(router, Number.MAX_VALUE);
    expect(startsOf(router, 4)).toEqual([50, 50, 0, 0]);
  });

  it('reach it once connections end at their age', () => {
    const router = open(
      inPairs,
      { ...perConnection, balancing: 'roundRobin', connectionMaxAgeSeconds: 10 },
      2,
    );
    advanceRouter(router, 25);
    for (const replica of [2, 3]) admitReplica(router, replica, 25);
    advanceRouter(router, Number.MAX_VALUE);
    for (const starts of startsOf(router, 4).slice(2)) expect(starts).toBeGreaterThan(0);
  });

  it('go elsewhere when their replica leaves, even if another takes its index', () => {
    const router = open(oneByOne, { ...perConnection, balancing: 'leastOfAll' }, 1);
    advanceRouter(router, 50);
    dismissReplicas(router, new Set([0]), 50);
    admitReplica(router, 1, 50);
    advanceRouter(router, 60);
    expect(startsOf(router, 2)).toEqual([50, 10]);
    admitReplica(router, 0, 60);
    advanceRouter(router, Number.MAX_VALUE);
    expect(startsOf(router, 2)).toEqual([0, 50]);
  });

  it('open a new one after a timeout, which closes the connection', () => {
    const late = oneByOne.map(([arrival], i): Request => [arrival, i % 2 === 0 ? 0.5 : 0.9]);
    const router = open(late, { ...perConnection, requestTimeoutMs: 700 }, 50);
    advanceRouter(router, Number.MAX_VALUE);
    // 50 of them time out, so 51 connections or 50 were opened, by chance to many replicas.
    expect(startsOf(router, 50).filter((starts) => starts > 0).length).toBeGreaterThan(20);
  });
});

describe('several router instances', () => {
  it('count only what they sent themselves', () => {
    const burst = Array.from({ length: 8 }, (_, i): Request => [0.001 * i, 5]);
    const mostAtOne = (instances: number, seed: number): number => {
      const router = open(burst, { balancing: 'leastOfAll', instances }, 8, seed);
      advanceRouter(router, Number.MAX_VALUE);
      return Math.max(...startsOf(router, 8));
    };
    const seeds = Array.from({ length: 10 }, (_, seed) => seed);
    expect(new Set(seeds.map((seed) => mostAtOne(1, seed)))).toEqual(new Set([1]));
    // Each spreads its four over four replicas, and they do not always agree on which are left.
    expect(new Set(seeds.map((seed) => mostAtOne(2, seed)))).toEqual(new Set([1, 2]));
  });

  it('know of a request until it has left its replica', () => {
    const requests = Array.from({ length: 6 }, (_, i): Request => [0.1 * i, 1]);
    const router = open(requests, { balancing: 'leastOfAll', instances: 2 }, 2);
    const known = (): number[] =>
      router.spread!.views.map(({ inFlight }) => inFlight.reduce((sum, count) => sum + count, 0));
    advanceRouter(router, 0.35);
    expect(known()).toEqual([2, 2]);
    advanceRouter(router, Number.MAX_VALUE);
    expect(known()).toEqual([0, 0]);
  });
});
