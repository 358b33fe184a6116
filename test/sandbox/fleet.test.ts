import { describe, expect, it, onTestFinished } from 'vitest';
import { createFleet, type Fleet, type FleetChange } from '../../sandbox/fleet.ts';
import { resolveOptions } from '../../sandbox/options.ts';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import { constantMs } from './start.ts';

const quick = { scheduleMs: constantMs(2), pullMs: constantMs(4), initMs: constantMs(6) };

const start = (input: SandboxOptions, initialReplicas: number): Fleet => {
  const options = resolveOptions({ startupLag: quick, ...input });
  const fleet = createFleet({ ...options, initialReplicas });
  onTestFinished(fleet.close);
  return fleet;
};

const isChange = (change: FleetChange, kind: string): boolean =>
  change.kind === 'replica' && change.change === kind;

const untilChanges = (fleet: Fleet, kind: string, count: number): Promise<void> =>
  new Promise((resolve) => {
    let left = count;
    fleet.onChange((change) => {
      if (isChange(change, kind)) left -= 1;
      if (left === 0) resolve();
    });
  });

const ignore = (): void => {};

describe('a replica', () => {
  it('goes from created over scheduled and started to ready, each later than the one before', async () => {
    const fleet = start({}, 0);
    const told: string[] = [];
    fleet.onChange((change) => told.push(change.kind === 'replica' ? change.change : change.kind));
    const ready = untilChanges(fleet, 'ready', 1);
    fleet.scaleTo(1);
    await ready;
    expect(told).toEqual(['scaled', 'created', 'scheduled', 'started', 'ready']);
    const { createdAtMs, scheduledAtMs, startedAtMs, readyAtMs } = fleet.replicas()[0]!.state;
    const times = [createdAtMs, scheduledAtMs!, startedAtMs!, readyAtMs!];
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(readyAtMs! - createdAtMs).toBeGreaterThanOrEqual(9);
  });

  it('that was there from the start has a start-up lag in the past', () => {
    const [veteran] = start({}, 1).replicas();
    const { stage, createdAtMs, scheduledAtMs, startedAtMs, readyAtMs } = veteran!.state;
    expect(stage).toBe('ready');
    expect([scheduledAtMs! - createdAtMs, startedAtMs! - scheduledAtMs!, readyAtMs! - startedAtMs!]).toEqual([
      2, 4, 6,
    ]);
    expect(Date.now() - readyAtMs!).toBeGreaterThanOrEqual(600_000);
  });

  it('finishes its requests before it is gone', async () => {
    const fleet = start({ serviceTimeMs: constantMs(20) }, 1);
    const [replica] = fleet.inService();
    const gone = untilChanges(fleet, 'gone', 1);
    let end: unknown;
    replica!.run((how) => {
      end = how.kind;
    });
    fleet.scaleTo(0);
    expect(fleet.inService()).toEqual([]);
    expect(fleet.replicas()).toHaveLength(1);
    await gone;
    expect(fleet.replicas()).toEqual([]);
    expect(end).toBe('scored');
  });

  it('breaks off the requests that the grace period does not see done', async () => {
    const fleet = start({ serviceTimeMs: constantMs(3_600_000), gracePeriodMs: 5 }, 1);
    const ended = new Promise<string>((resolve) => {
      fleet.inService()[0]!.run(({ kind }) => resolve(kind));
    });
    fleet.scaleTo(0);
    expect(await ended).toBe('crashed');
    expect(fleet.replicas()).toEqual([]);
  });

  it('that crashes is restarted at once the first time, after a back-off the second time', async () => {
    const fleet = start({ serviceTimeMs: constantMs(1), crashShare: 1, crashBackOffMs: 40 }, 1);
    const backOffs: (number | undefined)[] = [];
    for (let i = 0; i < 3; i++) {
      const ready = untilChanges(fleet, 'ready', 1);
      const [replica] = fleet.inService();
      replica!.run(ignore);
      await ready;
      backOffs.push(replica!.state.lastCrash?.backOffMs);
    }
    expect(backOffs).toEqual([0, 40, 80]);
    expect(fleet.replicas()[0]?.state.restarts).toBe(3);
  });
});

describe('the fleet', () => {
  it('removes what it needs least: no node, then not ready, then ready', async () => {
    const nodes = [{ name: 'one', cpu: 100, pods: 3 }];
    const fleet = start({ nodes, startupLag: { ...quick, initMs: constantMs(3_600_000) } }, 2);
    const waits = untilChanges(fleet, 'unschedulable', 1);
    const starts = untilChanges(fleet, 'started', 1);
    fleet.scaleTo(4);
    await Promise.all([waits, starts]);
    const stages = () => fleet.replicas().map(({ state }) => state.stage);
    const stagesAt = (desired: number) => {
      fleet.scaleTo(desired);
      return stages().sort();
    };
    expect(stages().sort()).toEqual(['pending', 'ready', 'ready', 'starting']);
    expect(stagesAt(3)).toEqual(['ready', 'ready', 'starting']);
    expect(stagesAt(2)).toEqual(['ready', 'ready']);
    expect(stagesAt(0)).toEqual([]);
  });

  it('schedules a waiting replica when another gives its room back', async () => {
    const fleet = start({ nodes: [{ name: 'one', cpu: 100, pods: 1 }] }, 1);
    const [veteran] = fleet.replicas();
    const waits = untilChanges(fleet, 'unschedulable', 1);
    fleet.scaleTo(2);
    await waits;
    const waiting = fleet.replicas().find(({ state }) => state.unschedulable !== null);
    expect(waiting?.state.unschedulable?.message).toBe('0/1 nodes are available: 1 Too many pods.');
    const scheduled = untilChanges(fleet, 'scheduled', 1);
    veteran!.remove();
    await scheduled;
    expect(waiting?.state).toMatchObject({ node: 'one', unschedulable: null });
  });

  it('draws the same names and lags from the same seed, whatever else differs', () => {
    const describeFleet = (options: SandboxOptions) =>
      start(options, 3)
        .replicas()
        .map(({ state }) => [state.name, state.readyAtMs! - state.createdAtMs]);
    const startupLag = { initMs: { kind: 'exponential', meanMs: 1000 } } as const;
    const one = describeFleet({ seed: 7, startupLag });
    const lags = (fleet: typeof one) => fleet.map(([, lag]) => Math.round(Number(lag)));
    const same = describeFleet({ seed: 7, startupLag, serviceTimeMs: constantMs(1) });
    expect(same.map(([name]) => name)).toEqual(one.map(([name]) => name));
    expect(lags(same)).toEqual(lags(one));
    expect(lags(describeFleet({ seed: 8, startupLag }))).not.toEqual(lags(one));
  });

  it('counts busy slots and busy replicas of those in service over time', () => {
    const fleet = start({ serviceTimeMs: constantMs(3_600_000) }, 2);
    const [one, two] = fleet.inService();
    one!.run(ignore);
    one!.run(ignore);
    two!.run(ignore);
    const nowMs = performance.now();
    const growth = ({ valueMs }: Fleet['busySlots']) => valueMs(nowMs + 1000) - valueMs(nowMs);
    expect(growth(fleet.busySlots)).toBeCloseTo(3000, 6);
    expect(growth(fleet.busyReplicas)).toBeCloseTo(2000, 6);
    fleet.scaleTo(0);
    expect(growth(fleet.busySlots)).toBe(0);
  });
});
