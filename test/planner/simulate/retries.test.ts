import { describe, expect, it } from 'vitest';
import { simulate } from '../../../planner/index.ts';
import { advanceRouter } from '../../../planner/simulate/advance.ts';
import { admitReplica, createRouter, createScratch } from '../../../planner/simulate/router.ts';
import { createSlots } from '../../../planner/simulate/slots.ts';
import { retriesSchema } from '../../../runs/schema/load/retries.ts';
import type { ModelInput } from '../../../runs/schema/model/model.ts';
import { buildModel, modelInput, noLimits } from '../../builders/model.ts';

type Request = readonly [arrival: number, service: number];

/** Sends requests of clients that try again to one replica with one queue in front. */
const send = (requests: readonly Request[], router: ModelInput['router'], retries: object) => {
  const opened = createRouter(buildModel({ router: { ...noLimits, ...router } }).router, {
    workload: {
      count: requests.length,
      arrivalSeconds: Float64Array.from([...requests.map(([arrival]) => arrival), Number.POSITIVE_INFINITY]),
      serviceSeconds: Float64Array.from(requests.map(([, service]) => service)),
    },
    scratch: createScratch(requests.length),
    slots: createSlots(1, false),
    retries: retriesSchema.parse({ jitterShare: 0, ...retries }),
  });
  admitReplica(opened, 0, 0);
  advanceRouter(opened, Number.MAX_VALUE);
  return {
    codes: [...opened.scratch.codes],
    waits: [...opened.scratch.waitSeconds].map((seconds) => Math.round(seconds * 1e9) / 1e9),
    sent: opened.retries!.sent,
    workedSeconds: opened.slots.placedSeconds,
  };
};

describe('clients that try again', () => {
  it('come back after pauses that double, and wait from their first attempt on', () => {
    // The slot is busy until 3. Refused at 0.5, 1.5 (after 1 s); at 3.5 (after 2 s) the slot is free.
    const requests: Request[] = [
      [0, 3],
      [0.5, 1],
    ];
    expect(send(requests, { queueLengthLimit: 0 }, { countMax: 5, backoffMs: 1000 })).toMatchObject({
      codes: [0, 0],
      waits: [0, 3],
      sent: 2,
    });
  });

  it('give up for good when they have tried often enough', () => {
    const requests: Request[] = [
      [0, 9],
      [0.5, 1],
    ];
    expect(send(requests, { queueLengthLimit: 0 }, { countMax: 2, backoffMs: 1000 })).toMatchObject({
      codes: [0, 1],
      waits: [0, 3],
      sent: 2,
    });
  });

  it('come back before others that the queue still holds: in order of time', () => {
    // 1 is given up at 1.1 and back at 1.2, before 2 comes, and gets the slot at 2. 2 is given up at 2.5, back at 2.6.
    const requests: Request[] = [
      [0, 2],
      [0.1, 1],
      [1.5, 1],
    ];
    expect(send(requests, { queueWaitLimitMs: 1000 }, { countMax: 1, backoffMs: 100 })).toMatchObject({
      codes: [0, 0, 0],
      waits: [0, 1.9, 1.5],
    });
  });

  it('wait for what a 503 asks for, but not after a timeout, when nobody asked', () => {
    const busy: Request[] = [
      [0, 3],
      [0.5, 1],
    ];
    const retries = { countMax: 1, backoffMs: 100, retryAfterMs: 5000 };
    expect(send(busy, { queueLengthLimit: 0 }, retries).waits).toEqual([0, 5]);
    // Both time out at their own second; their retries begin 0.1 s later, one after the other.
    const slow: Request[] = [[0, 1.5]];
    expect(send(slow, { requestTimeoutMs: 1000 }, retries)).toMatchObject({ codes: [2], waits: [1.1] });
  });

  it('send no more than their budget: ten at once, then its share of first requests', () => {
    const crowd = Array.from(
      { length: 101 },
      (_, i): Request => [i === 0 ? 0 : 1 + i / 1000, i === 0 ? 999 : 1],
    );
    const sentWith = (budgetShare: number | null): number =>
      send(crowd, { queueLengthLimit: 0 }, { countMax: 1, backoffMs: 10_000, budgetShare }).sent;
    expect(sentWith(null)).toBe(100);
    expect(sentWith(0.2)).toBe(10 + 19);
    expect(sentWith(0)).toBe(10);
  });

  it('make a replica that works on do everything again, and one that lets go only what there was time for', () => {
    const slow: Request[] = [[0, 3]];
    const retries = { countMax: 2, backoffMs: 0 };
    const timeout = { requestTimeoutMs: 1000, balancing: 'random' as const };
    expect(send(slow, timeout, retries).workedSeconds).toBe(3);
    expect(send(slow, { ...timeout, onTimeout: 'keepWorking' }, retries).workedSeconds).toBe(9);
  });

  it('keep a service down after a spike that it gets over without them', () => {
    const spike = modelInput({
      durationSeconds: 600,
      arrivals: {
        kind: 'poisson',
        ratePerSecond: [
          { atSecond: 0, rate: 50 },
          { atSecond: 60, rate: 250 },
          { atSecond: 120, rate: 50 },
        ],
      },
      router: {
        queueWaitLimitMs: null,
        requestTimeoutMs: 2000,
        onTimeout: 'keepWorking',
        balancing: 'random',
      },
      replications: 5,
    });
    const without = simulate(spike);
    const withRetries = simulate({ ...spike, retries: { countMax: 5, backoffMaxMs: 2000 } });
    expect(without.recovery!.recoveredShare).toBe(1);
    expect(withRetries.recovery!.recoveredShare).toBe(0);
    expect(withRetries.retriesPerRequest).toBeGreaterThan(1);
    // A budget ends the loop.
    const budgeted = simulate({ ...spike, retries: { countMax: 5, backoffMaxMs: 2000, budgetShare: 0.1 } });
    expect(budgeted.recovery!.recoveredShare).toBe(1);
  });
});
