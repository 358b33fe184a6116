import { describe, expect, it, onTestFinished } from 'vitest';
import { createFleet } from '../../sandbox/fleet.ts';
import { resolveOptions } from '../../sandbox/options.ts';
import { type Answer, createRouter } from '../../sandbox/router.ts';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import { constantMs } from './start.ts';

/** Router and fleet without HTTP; run() takes an hour unless told otherwise. */
const start = (input: SandboxOptions & { readonly replicas?: number }) => {
  const { replicas = 1, ...rest } = input;
  const options = resolveOptions({ serviceTimeMs: constantMs(3_600_000), queueWaitLimitMs: null, ...rest });
  const fleet = createFleet({ ...options, initialReplicas: replicas });
  const router = createRouter({ fleet, slotsPerReplica: options.slotsPerReplica, limits: options });
  onTestFinished(() => {
    router.close();
    fleet.close();
  });
  const busy = () => fleet.inService().map((replica) => replica.slots.busy());
  return { router, fleet, busy, limits: options };
};

const ignore = (): void => {};

const answerOf = (router: ReturnType<typeof start>['router']): Promise<Answer> =>
  new Promise((resolve) => router.take(resolve));

describe('the router', () => {
  it('spreads requests over the least busy replicas, the longest ready first', () => {
    const { router, busy } = start({ replicas: 3, slotsPerReplica: 2 });
    const seen = [1, 2, 3, 4, 5, 6].map(() => {
      router.take(ignore);
      return busy();
    });
    expect(seen).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
      [2, 1, 1],
      [2, 2, 1],
      [2, 2, 2],
    ]);
    router.take(ignore);
    expect(router.queuedRequests()).toBe(1);
  });

  it('refuses at once what finds the queue full', async () => {
    const { router } = start({ queueLengthLimit: 1 });
    router.take(ignore);
    router.take(ignore);
    expect(await answerOf(router)).toEqual({ kind: 'overloaded' });
  });

  it('forgets a waiting request whose client leaves', async () => {
    const { router } = start({ queueLengthLimit: 1 });
    router.take(ignore);
    const leave = router.take(() => expect.unreachable('nobody is there to be answered'));
    leave();
    expect(router.queuedRequests()).toBe(0);
    router.take(ignore);
    expect(router.queuedRequests()).toBe(1);
  });

  it('gives the freed slot to the one that has waited longest', async () => {
    const { router } = start({ serviceTimeMs: constantMs(5) });
    const order: string[] = [];
    const take = (name: string) =>
      new Promise<void>((resolve) =>
        router.take(() => {
          order.push(name);
          resolve();
        }),
      );
    await Promise.all([take('a'), take('b'), take('c')]);
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('frees the slot of a timed-out request under "release"', async () => {
    const { router, busy } = start({ requestTimeoutMs: 5 });
    expect(await answerOf(router)).toEqual({ kind: 'timedOut' });
    expect(busy()).toEqual([0]);
  });

  it('keeps the slot of a timed-out request busy under "keepWorking"', async () => {
    const { router, busy } = start({ requestTimeoutMs: 5, onTimeout: 'keepWorking' });
    expect(await answerOf(router)).toEqual({ kind: 'timedOut' });
    expect(busy()).toEqual([1]);
  });

  it('counts the request timeout from the arrival, waiting included', async () => {
    const { router } = start({ requestTimeoutMs: 5, onTimeout: 'keepWorking' });
    const answers = await Promise.all([answerOf(router), answerOf(router)]);
    expect(answers).toEqual([{ kind: 'timedOut' }, { kind: 'timedOut' }]);
    expect(router.queuedRequests()).toBe(0);
  });

  it('lets a replica that becomes ready take what waits', async () => {
    const lag = { scheduleMs: constantMs(1), pullMs: constantMs(1), initMs: constantMs(1) };
    const { router, fleet, busy } = start({ startupLag: lag });
    router.take(ignore);
    router.take(ignore);
    const ready = new Promise<void>((resolve) => {
      fleet.onChange((change) => change.kind === 'replica' && change.change === 'ready' && resolve());
    });
    fleet.scaleTo(2);
    await ready;
    expect(busy()).toEqual([1, 1]);
    expect(router.queuedRequests()).toBe(0);
  });

  it('applies a new queue wait limit to those who wait already', async () => {
    const { router, limits } = start({});
    router.take(ignore);
    const waiting = answerOf(router);
    router.setLimits({ ...limits, queueWaitLimitMs: 1 });
    expect(await waiting).toEqual({ kind: 'overloaded' });
  });
});
