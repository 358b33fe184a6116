import { describe, expect, it } from 'vitest';
import { advanceRouter } from '../../../planner/simulate/advance.ts';
import { admitReplica, createRouter, createScratch, type Router } from '../../../planner/simulate/router.ts';
import { createSlots } from '../../../planner/simulate/slots.ts';
import type { ModelInput } from '../../../runs/schema/model/model.ts';
import { buildModel, noLimits } from '../../builders/model.ts';

type Request = readonly [arrival: number, service: number];

/** Sends requests through a router in front of replicas that are ready from the start. */
const send = (
  requests: readonly Request[],
  options: { readonly replicas?: number; readonly slots?: number; readonly router?: ModelInput['router'] },
) => {
  const { replicas = 1, slots: perReplica = 1 } = options;
  const router: Router = createRouter(buildModel({ router: { ...noLimits, ...options.router } }).router, {
    workload: {
      count: requests.length,
      arrivalSeconds: Float64Array.from([...requests.map(([arrival]) => arrival), Number.POSITIVE_INFINITY]),
      serviceSeconds: Float64Array.from(requests.map(([, service]) => service)),
    },
    scratch: createScratch(requests.length),
    slots: createSlots(perReplica, true),
  });
  for (let replica = 0; replica < replicas; replica++) admitReplica(router, replica, 0);
  advanceRouter(router, Number.MAX_VALUE);
  return {
    codes: [...router.scratch.codes],
    waits: [...router.scratch.waitSeconds].map((seconds) => Math.round(seconds * 1e9) / 1e9),
    placedSeconds: router.slots.placedSeconds,
  };
};

describe('router', () => {
  it('gives 503 at the queue wait, 0 for the request that starts just before', () => {
    const { codes, waits } = send(
      [
        [0, 1],
        [0.4, 1],
        [0.6, 1],
      ],
      { router: { queueWaitLimitMs: 700 } },
    );
    expect(codes).toEqual([0, 0, 1]);
    expect(waits).toEqual([0, 0.6, 0.7]);
  });

  it('gives 503 when the slot becomes free exactly at the limit', () => {
    const { codes } = send(
      [
        [0, 1],
        [0.5, 1],
      ],
      { router: { queueWaitLimitMs: 500 } },
    );
    expect(codes).toEqual([0, 1]);
  });

  it('gives 503 at once to who finds the queue full', () => {
    const { codes, waits } = send(
      [
        [0, 1],
        [0.1, 1],
        [0.2, 1],
        [1.5, 1],
      ],
      { router: { queueLengthLimit: 1 } },
    );
    expect(codes).toEqual([0, 0, 1, 0]);
    expect(waits).toEqual([0, 0.9, 0, 0.5]);
  });

  it('gives 504 from arrival on: while it waits, or while it runs', () => {
    const { codes, waits } = send(
      [
        [0, 3],
        [0.5, 1],
        [1.2, 0.5],
      ],
      { router: { requestTimeoutMs: 2000 } },
    );
    // The first frees its slot at 2, when its time is up; the second runs from 2 to 2.5 and is up as well.
    expect(codes).toEqual([2, 2, 0]);
    expect(waits).toEqual([0, 1.5, 1.3]);
  });

  it('lets a timed-out request work on if told so', () => {
    const requests: Request[] = [
      [0, 3],
      [2.5, 1],
    ];
    const limits = { requestTimeoutMs: 2000 } as const;
    expect(send(requests, { router: limits })).toMatchObject({ waits: [0, 0], placedSeconds: 3 });
    expect(send(requests, { router: { ...limits, onTimeout: 'keepWorking' } })).toMatchObject({
      codes: [2, 0],
      waits: [0, 0.5],
      placedSeconds: 4,
    });
  });

  it('gives 504 to who waits when the timeout comes before the queue wait', () => {
    const { codes, waits } = send(
      [
        [0, 9],
        [1, 1],
      ],
      {
        router: { queueWaitLimitMs: 5000, requestTimeoutMs: 4000, onTimeout: 'keepWorking' },
      },
    );
    expect([codes, waits]).toEqual([
      [2, 2],
      [0, 4],
    ]);
  });

  it('with two instances puts a second request on a busy replica, where it waits unseen', () => {
    const requests: Request[] = [
      [0, 2],
      [0.5, 1],
      [0.6, 1],
      [0.7, 1],
    ];
    // 0 and 2 come to the first instance, 1 and 3 to the second. 1 waits in the replica until 2; 2 and 3 in their
    // queues, until their instance has an answer to its last request: 2 at 2, when 1 begins, 3 at 3.
    expect(send(requests, { router: { instances: 2 } })).toMatchObject({
      codes: [0, 0, 0, 0],
      waits: [0, 1.5, 2.4, 3.3],
    });
    // The queue wait ends a wait in the queue, not one in the replica.
    expect(send(requests, { router: { instances: 2, queueWaitLimitMs: 1000 } }).codes).toEqual([0, 0, 1, 1]);
  });

  it('with two instances never runs a request whose time is up before its turn in the replica', () => {
    // One replica, done with the first at .99, with 1 at 1.0, with 2 at 1.05; 3 then holds it until its time is up at
    // 1.5, when that of 4, which stands behind it, is up as well.
    const requests: Request[] = [
      [0, 0.99],
      [0.05, 0.01],
      [0.1, 0.05],
      [0.5, 0.9],
      [0.5, 1],
    ];
    const { codes, waits, placedSeconds } = send(requests, {
      router: { instances: 2, requestTimeoutMs: 1000 },
    });
    expect(codes).toEqual([0, 0, 0, 2, 2]);
    expect(waits).toEqual([0, 0.94, 0.9, 0.55, 1]);
    expect(placedSeconds).toBeCloseTo(1.5, 12);
  });

  it('with two instances gives no slot time to a request that others have overtaken on its replica', () => {
    // 0, 2 and 4 of the first instance hold the three replicas, 3 and 5 of the second stand behind 0 and 4. 6 waits for
    // the first replica that its instance gets back, at .94: but 7 is there already, and keeps it until 1.5.
    const requests: Request[] = [
      [0, 0.95],
      [0, 0.01],
      [0.05, 0.89],
      [0.06, 0.01],
      [0.07, 0.95],
      [0.08, 0.01],
      [0.1, 1],
      [0.5, 0.9],
    ];
    const router = { instances: 2, requestTimeoutMs: 1000 };
    const { codes, waits, placedSeconds } = send(requests, { replicas: 3, router });
    expect(codes).toEqual([0, 0, 0, 0, 0, 0, 2, 2]);
    expect(waits).toEqual([0, 0, 0, 0.89, 0, 0.94, 1, 0.44]);
    expect(placedSeconds).toBeCloseTo(0.95 + 0.01 + 0.89 + 0.01 + 0.95 + 0.01 + (1.5 - 0.94), 9);
  });

  it('with two instances and slots in one replica uses whichever slot is free', () => {
    expect(
      send(
        [
          [0, 2],
          [0.5, 2],
          [0.6, 1],
        ],
        { slots: 2, router: { instances: 2 } },
      ).waits,
    ).toEqual([0, 0, 1.4]);
  });

  it('does not let many instances go through the replicas in step', () => {
    const requests = Array.from({ length: 3000 }, (_, i): Request => [i / 10, 1]);
    const { waits } = send(requests, { replicas: 200, router: { instances: 3 } });
    // 10 of 200 replicas are busy, so about one request in twenty finds its replica so.
    const waited = waits.filter((wait) => wait > 0).length / waits.length;
    expect(waited).toBeGreaterThan(0);
    expect(waited).toBeLessThan(0.08);
  });
});
