import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrateLag } from '../../../planner/calibrate/startup-lag.ts';
import { measureStartupLag } from '../../../planner/measure/startup-lag.ts';
import { startupsIn } from '../../../planner/measure/startups.ts';
import { analyze } from '../../../planner/result/build-result.ts';
import { isInterval } from '../../../planner/stats/interval.ts';
import { type Recording, recordedOf } from '../../../planner/timeline/recording.ts';
import type { ClusterLine, PodLine } from '../../../runs/schema/cluster-series.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { countsLine } from '../../builders/load.ts';
import { completeRun, startSecond } from '../../builders/run.ts';

const at = (offsetSeconds: number): number => (startSecond + offsetSeconds) * 1000;
const whole = (offsetSeconds: number): number => at(Math.floor(offsetSeconds));

/** Forty seconds of load, and what the watch saw. */
const recordingOf = (cluster: readonly ClusterLine[]): Recording => ({
  run: completeRun(),
  load: Array.from({ length: 40 }, (_, second) =>
    countsLine({ second: startSecond + second, outcomes: { '200': 5 }, latenciesMs: { '200': [90] } }),
  ),
  cluster: cluster.toSorted((a, b) => ('atMs' in a ? a.atMs : 0) - ('atMs' in b ? b.atMs : 0)),
  droppedLines: 0,
});

const lagOf = (cluster: readonly ClusterLine[]) => {
  const lag = measureStartupLag([recordedOf(recordingOf(cluster))]);
  if ('kind' in lag) throw new Error('no start-up was measured');
  return lag;
};

type Change = Partial<PodLine>;

/** A pod as the watch saw it: created, then one line per change. */
const podOf = (name: string, createdSecond: number, changes: readonly (readonly [number, Change])[]) =>
  changes.map(([second, change]) =>
    podLine({ name, ready: false, atMs: at(second), createdAtMs: whole(createdSecond), ...change }),
  );

const readyFrom = (second: number): Change => ({ ready: true, readyAtMs: whole(second) });
const noNode: Change = { node: null, unschedulableMessage: '0/3 nodes are available: 3 Insufficient cpu.' };

const raise = [deploymentLine({ atMs: at(-5), desired: 1 }), deploymentLine({ atMs: at(10), desired: 2 })];

describe('a start-up', () => {
  it('ends the first time that the pod is ready, whatever becomes of it later', () => {
    const flapping = podOf('b', 10, [
      [10, {}],
      [15, readyFrom(15)],
      [30, { ready: false, readyAtMs: null }],
      [35, readyFrom(35)],
    ]);
    const lag = lagOf([...raise, ...flapping]);
    expect(lag.startups).toBe(1);
    expect(lag.meanMs.mid).toBeCloseTo(5000, 6);
    expect(analyze(recordingOf([...raise, ...flapping])).result.scaling.startupLagSeconds).toMatchObject({
      mid: 5,
    });
  });

  it('is not what a replica does that was ready before the load and loses readiness', () => {
    const old = [
      podLine({ name: 'a', atMs: at(-5), createdAtMs: at(-600), readyAtMs: at(-590) }),
      podLine({ name: 'a', atMs: at(12), createdAtMs: at(-600), ready: false }),
    ];
    const { startups, unfinishedMs } = startupsIn(recordedOf(recordingOf([...raise, ...old])));
    expect([startups, unfinishedMs]).toEqual([[], []]);
  });

  it('leaves out the time in which no node had room, and tells it as a part of its own', () => {
    const waiting = podOf('b', 10, [
      [10, noNode],
      [30, { scheduledAtMs: whole(30) }],
      [34, { ...readyFrom(34), scheduledAtMs: whole(30), startedAtMs: whole(32) }],
    ]);
    const lag = lagOf([...raise, ...waiting]);
    expect(lag.meanMs.mid).toBeCloseTo(4000, 6);
    expect(lag.partsMeanMs).toEqual({ decide: 0, schedule: 0, node: 20_000, pull: 2000, init: 2000 });
    expect(lag.waitedForNode).toBe(1);
  });

  it('has no part that would begin or end with a step of which the API does not tell', () => {
    const quick = podOf('b', 10, [
      [10, {}],
      [14, { ...readyFrom(14), scheduledAtMs: null, startedAtMs: whole(12) }],
    ]);
    const { partsMeanMs } = lagOf([...raise, ...quick]);
    expect(partsMeanMs).toEqual({ decide: 0, schedule: null, node: null, pull: null, init: 2000 });
  });

  it('is not made longer by replicas that never found a node', () => {
    const quick = podOf('b', 10, [
      [10, {}],
      [14, readyFrom(14)],
    ]);
    const alone = lagOf([...raise, ...quick]);
    const beside = lagOf([
      ...raise,
      ...quick,
      ...['c', 'd', 'e'].flatMap((name) => podOf(name, 10, [[10, noNode]])),
    ]);
    expect(beside.meanMs).toEqual(alone.meanMs);
    expect(beside).toMatchObject({ unfinished: 0, waitedForNode: 3 });
  });

  it('goes on no longer where the pod ended by itself', () => {
    const evicted = podOf('b', 10, [
      [10, {}],
      [13, { phase: 'Failed', statusReason: 'Evicted' }],
    ]);
    expect(startupsIn(recordedOf(recordingOf([...raise, ...evicted]))).unfinishedMs).toEqual([3000]);
  });
});

describe('the start-up lag', () => {
  it('has a positive interval around its mean, however few and uneven the starts are', () => {
    const lags = fc.array(fc.double({ min: 0.2, max: 25, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lags, (seconds) => {
        const pods = seconds.flatMap((lag, i) =>
          podOf(`p${i}`, 10, [
            [10, {}],
            [10 + lag, readyFrom(10 + lag)],
          ]),
        );
        const { low, mid, high } = lagOf([...raise, ...pods]).meanMs;
        expect(low).toBeGreaterThan(0);
        expect(mid).toBeGreaterThan(low);
        expect(high).toBeGreaterThan(mid);
      }),
    );
  });

  it('is one figure: the report says what the calibration plans with', () => {
    const pods = ['b', 'c', 'd'].flatMap((name, i) =>
      podOf(name, 10, [
        [10.3, {}],
        [14 + 3 * i, { ...readyFrom(14 + 3 * i), scheduledAtMs: whole(11), startedAtMs: whole(13) }],
      ]),
    );
    const recording = recordingOf([...raise, ...pods]);
    const { startupLagSeconds, lagPartsSeconds } = analyze(recording).result.scaling;
    const { meanMs, partsMeanMs } = calibrateLag([recordedOf(recording)]).startupLag;
    if (!isInterval(startupLagSeconds)) throw new Error('no lag in the report');
    for (const end of ['low', 'mid', 'high'] as const)
      expect(1000 * startupLagSeconds[end]).toBeCloseTo(meanMs[end], 9);
    expect(1000 * lagPartsSeconds.init!).toBeCloseTo(partsMeanMs!.init!, 9);
  });
});

describe('a pod with the name of one before it, as a StatefulSet makes', () => {
  const gone: Change = { ready: false, terminating: true, deleted: true };

  it('is a start-up of its own', () => {
    const first = podOf('score-1', 10, [
      [10, {}],
      [14, readyFrom(14)],
      [20, { ...readyFrom(14), ...gone }],
    ]);
    const second = podOf('score-1', 25, [
      [25, {}],
      [31, readyFrom(31)],
    ]);
    const { startups } = startupsIn(recordedOf(recordingOf([...raise, ...first, ...second])));
    expect(startups.map(({ pod, readyMs }) => [pod, readyMs])).toEqual([
      ['score-1', at(14)],
      ['score-1', at(31)],
    ]);
    expect(new Set(startups.map(({ decision }) => decision)).size).toBe(2);
  });

  it('was not decided on with the one that was taken back', () => {
    const first = podOf('score-1', 10, [
      [10, {}],
      [13, gone],
    ]);
    const second = podOf('score-1', 30, [
      [30, {}],
      [36, readyFrom(36)],
    ]);
    const again = [
      deploymentLine({ atMs: at(13), desired: 1 }),
      deploymentLine({ atMs: at(30), desired: 2 }),
    ];
    const { startups, unfinishedMs } = startupsIn(
      recordedOf(recordingOf([...raise, ...again, ...first, ...second])),
    );
    expect(startups.map(({ decidedMs, lagMs }) => [decidedMs, lagMs])).toEqual([[at(30), 6000]]);
    expect(unfinishedMs).toEqual([3000]);
  });

  it('is told by the end of the one before it where nothing tells when it was created', () => {
    const lives = podOf('score-1', 10, [
      [10, {}],
      [13, gone],
      [30, {}],
      [36, { readyAtMs: at(36), ready: true }],
    ]).map((line) => ({ ...line, createdAtMs: null }));
    expect(startupsIn(recordedOf(recordingOf([...raise, ...lives]))).unfinishedMs).toEqual([3000]);
  });
});
