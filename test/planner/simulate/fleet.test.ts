import { describe, expect, it } from 'vitest';
import type { Observation, Stepper } from '../../../planner/policies/index.ts';
import { type Run, run } from '../../../planner/simulate/engine.ts';
import { createScratch } from '../../../planner/simulate/router.ts';
import { createWorkload } from '../../../planner/simulate/workload.ts';
import type { ModelInput } from '../../../runs/schema/model/model.ts';
import { buildModel, noLimits } from '../../builders/model.ts';

/** One step each second: replicas by time, e.g. { 0: 1, 5: 4 }. */
const plan = (wanted: Readonly<Record<number, number>>, seen: Observation[]): Stepper => {
  const at = (second: number, desiredReplicas: number): Stepper => ({
    kind: 'plan',
    needsPods: false,
    intervalSeconds: 1,
    desiredReplicas,
    next: (observation) => {
      seen.push(observation);
      return at(second + 1, wanted[second + 1] ?? desiredReplicas);
    },
  });
  return at(0, wanted[0]!);
};

type Case = {
  readonly arrivals: readonly number[];
  readonly serviceMs: number;
  readonly lagSeconds: number;
  readonly wanted: Readonly<Record<number, number>>;
  readonly replica?: Partial<ModelInput['replica']>;
  readonly router?: ModelInput['router'];
};

const play = ({ arrivals, serviceMs, lagSeconds, wanted, replica, router }: Case) => {
  const model = buildModel({
    durationSeconds: 30,
    arrivals: { kind: 'timestamps', seconds: [...arrivals] },
    service: { kind: 'constant', meanMs: serviceMs },
    replica: { startupLag: { kind: 'constant', meanMs: 0 }, ...replica },
    router: { ...noLimits, ...router },
  });
  const workload = createWorkload(model, 0);
  const seen: Observation[] = [];
  const finished: Run = run({
    model,
    workload,
    policy: plan(wanted, seen),
    nextLagSeconds: () => lagSeconds,
    scratch: createScratch(workload.count),
    takesSamples: false,
  });
  return {
    seen,
    run: finished,
    waits: [...finished.outcomes.waitSeconds].map((seconds) => Math.round(seconds * 1e9) / 1e9),
    codes: [...finished.outcomes.codes],
    ready: (second: number) => seen[second - 1]!.readyReplicas,
    pending: (second: number) => seen[second - 1]!.pendingReplicas,
  };
};

describe('fleet', () => {
  it('starts a replica that takes its start-up lag, and serves who waits at the moment it is ready', () => {
    const { waits, ready, pending } = play({
      arrivals: [1.5, 1.6],
      serviceMs: 10_000,
      lagSeconds: 4,
      wanted: { 0: 1, 3: 2 },
    });
    expect([ready(6), pending(6), ready(8), pending(8)]).toEqual([1, 1, 2, 0]);
    expect(waits).toEqual([0, 5.4]);
  });

  it('lets only so many replicas start at the same time', () => {
    const { ready } = play({
      arrivals: [0],
      serviceMs: 1,
      lagSeconds: 4,
      wanted: { 0: 1, 1: 6 },
      replica: { parallelStartsLimit: 2 },
    });
    expect([4, 5, 6, 10, 14].map(ready)).toEqual([1, 3, 3, 5, 6]);
  });

  it('keeps replicas pending that the nodes have no room for, and counts each of them once', () => {
    const { ready, pending, run } = play({
      arrivals: [0],
      serviceMs: 1,
      lagSeconds: 2,
      wanted: { 0: 1, 1: 6, 10: 7 },
      replica: { nodeCapacity: 4 },
    });
    expect([ready(9), pending(9)]).toEqual([4, 2]);
    expect(run.atEnd.unscheduledStarts).toBe(3);
  });

  it('gives the place of a drained replica to one that waits for it', () => {
    const { ready } = play({
      arrivals: [0.5, 0.6],
      serviceMs: 5000,
      lagSeconds: 1,
      wanted: { 0: 2, 1: 1, 2: 2 },
      replica: { nodeCapacity: 2 },
    });
    // The newer replica, told to leave at 1, works until 5.6; its successor then needs a second to start.
    expect([2, 6, 7].map(ready)).toEqual([1, 1, 2]);
  });

  it('has no more replicas at the start than the nodes hold', () => {
    const { ready, pending } = play({
      arrivals: [0],
      serviceMs: 1,
      lagSeconds: 1,
      wanted: { 0: 5 },
      replica: { nodeCapacity: 3 },
    });
    expect([ready(1), pending(1)]).toEqual([3, 2]);
  });

  it('cancels the newest start first', () => {
    const { ready, run } = play({
      arrivals: [0],
      serviceMs: 1,
      lagSeconds: 6,
      wanted: { 0: 1, 1: 2, 3: 3, 5: 2 },
    });
    expect([6, 7, 20].map(ready)).toEqual([1, 2, 2]);
    expect(run.scaleEvents.map(({ atSecond, from, to }) => [atSecond, from, to])).toEqual([
      [1, 1, 2],
      [3, 2, 3],
      [5, 3, 2],
    ]);
  });

  it('lets a busy replica finish its requests before it goes, and sends it no more', () => {
    const { waits, codes, run } = play({
      arrivals: [0.5, 0.6, 2],
      serviceMs: 4000,
      lagSeconds: 1,
      wanted: { 0: 2, 1: 1 },
    });
    expect(codes).toEqual([0, 0, 0]);
    // Slots 1 and 2 are busy; the newer one drains until 4.6, so the third request waits for the older, until 4.5.
    expect(waits).toEqual([0, 0, 2.5]);
    expect(run.atEnd.readySeconds).toBe(1 * 2 + 29);
    expect(run.atEnd.occupiedSeconds).toBeCloseTo(1 * 2 + 29 + 3.6, 9);
    expect(run.atEnd.busySlotSeconds).toBeCloseTo(4 + 0.4 + 4, 9);
  });

  it('parts with idle replicas before busy ones', () => {
    const { waits } = play({
      arrivals: [0.5, 0.6, 1.5],
      serviceMs: 4000,
      lagSeconds: 1,
      // Three replicas, one idle: that one goes, and the third request waits for one of the two others.
      wanted: { 0: 3, 1: 2 },
    });
    expect(waits).toEqual([0, 0, 3]);
  });

  it('serves on with starting replicas after the end', () => {
    const { waits, codes } = play({
      arrivals: [29.5],
      serviceMs: 1000,
      lagSeconds: 60,
      wanted: { 0: 0, 20: 1 },
    });
    expect([waits, codes]).toEqual([[50.5], [0]]);
  });

  it('rejects what waits at the end with no replica to come', () => {
    const { waits, codes } = play({ arrivals: [29.5], serviceMs: 1000, lagSeconds: 60, wanted: { 0: 0 } });
    expect([waits, codes]).toEqual([[0.5], [1]]);
  });

  it('rejects at once without a ready replica, if the router is told so', () => {
    const { waits, codes } = play({
      arrivals: [1.5, 9],
      serviceMs: 1000,
      lagSeconds: 3,
      wanted: { 0: 0, 2: 1 },
      router: { noReadyReplica: 'reject' },
    });
    expect([waits, codes]).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });
});
