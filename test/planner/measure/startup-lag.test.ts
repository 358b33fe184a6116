import { describe, expect, it } from 'vitest';
import { calibrateLag } from '../../../planner/calibrate/startup-lag.ts';
import { createSampler, scvOfDistribution } from '../../../planner/stats/distributions.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import type { Recording } from '../../../planner/timeline/recording.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import type { ClusterLine, PodLine } from '../../../runs/schema/cluster-series.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { completeRun, startSecond } from '../../builders/run.ts';

const startMs = startSecond * 1000;
const whole = (ms: number): number => Math.floor(ms / 1000) * 1000;

/** Replicas start two at a time, every 3.3 s; pods are created `delayMs` after the decision. */
const recordingOf = (
  lagsMs: readonly number[],
  { delayMs = 0, isBlind = false, finishes = true } = {},
): Recording => {
  const cluster: ClusterLine[] = [deploymentLine({ atMs: startMs - 1000, desired: 1 })];
  lagsMs.forEach((lagMs, i) => {
    const raisedMs = startMs + Math.floor(i / 2) * 3300 + 400;
    const createdMs = raisedMs + delayMs;
    const readyMs = createdMs + lagMs;
    if (i % 2 === 0) cluster.push(deploymentLine({ atMs: raisedMs, desired: i + 3 }));
    const created = { name: `pod-${i}`, createdAtMs: whole(createdMs) };
    if (!isBlind) cluster.push(podLine({ ...created, atMs: createdMs, ready: false }));
    if (finishes || i > 0) cluster.push(podLine({ ...created, atMs: readyMs, readyAtMs: whole(readyMs) }));
  });
  return {
    run: completeRun(),
    load: [],
    cluster: cluster.sort((a, b) => ('atMs' in a ? a.atMs : 0) - ('atMs' in b ? b.atMs : 0)),
    droppedLines: 0,
  };
};

const lagOf = (...input: Parameters<typeof recordingOf>) => calibrateLag([recordedOf(recordingOf(...input))]);

const truth = { kind: 'gamma', meanMs: 6000, scv: 0.1 } as const;
const lagsOf = (seed: number, count = 8): number[] => {
  const sample = createSampler(truth, createRandom(seed));
  return Array.from({ length: count }, sample);
};

describe('the calibrated start-up lag', () => {
  it.each([false, true])('covers the true mean in nine of ten runs or more (blind watch: %s)', (isBlind) => {
    const covered = Array.from({ length: 200 }, (_, seed) => {
      const { low, high } = lagOf(lagsOf(seed), { isBlind }).startupLag.meanMs;
      return low <= truth.meanMs && truth.meanMs <= high;
    }).filter(Boolean).length;
    expect(covered).toBeGreaterThanOrEqual(180);
  });

  it('takes the spread of whole-second times out of the distribution', () => {
    // Between two whole seconds: half of them are told as 6 s and half as 7 s, a squared coefficient of variation of 0.006.
    const narrow = Array.from({ length: 200 }, (_, i) => 6450 + i * 0.5);
    const seen = lagOf(narrow, { isBlind: false }).startupLag;
    const told = lagOf(narrow, { isBlind: true }).startupLag;
    expect(scvOfDistribution(seen.distribution)).toBeLessThan(0.0002);
    expect(scvOfDistribution(told.distribution)).toBeLessThan(0.003);
    expect(told.note).toMatchObject({ code: 'startupLagMeasured', wholeShare: 1 });
  });

  it('counts from the decision, not from the creation of the pod', () => {
    const { startupLag } = lagOf([5000, 5000, 5000, 5000], { delayMs: 1500 });
    expect(startupLag.meanMs.mid).toBeCloseTo(6500, 6);
  });

  it('is wider for fewer start-ups, and widest for one', () => {
    const widthOf = (count: number): number => {
      const { low, high } = lagOf(lagsOf(1, count)).startupLag.meanMs;
      return high - low;
    };
    expect(widthOf(3)).toBeGreaterThan(widthOf(30));
    expect(widthOf(1)).toBeGreaterThan(widthOf(30));
    expect(lagOf(lagsOf(1, 1)).warnings).toContainEqual({ code: 'startupsFew', startups: 1 });
  });

  it('is not shortened by replicas that were still starting at the end', () => {
    const lags = [30_000, 4000, 5000, 6000, 28_000, 5000];
    const cut = lagOf(lags, { finishes: false }).startupLag;
    const seenOnly = lagOf(lags.slice(1)).startupLag;
    expect(cut.samples).toBe(5);
    expect(cut.meanMs.mid).toBeGreaterThan(1.2 * seenOnly.meanMs.mid);
    expect(cut.note).toMatchObject({ code: 'startupLagMeasured', unfinished: 1 });
  });

  it('takes the word of the API where the watch missed that a pod became ready', () => {
    const lags = [5000, 5200, 4800, 5100, 4900, 5000];
    const recording = recordingOf(lags);
    const lost = recording.cluster.findIndex(
      (line) => line.kind === 'pod' && line.name === 'pod-2' && line.ready,
    );
    const told = recording.cluster[lost] as PodLine;
    const atDeletion = { ...told, atMs: told.atMs + 60_000, terminating: true, deleted: true };
    const cluster = [...recording.cluster.toSpliced(lost, 1), atDeletion];
    const { startupLag } = calibrateLag([recordedOf({ ...recording, cluster })]);
    expect(startupLag.samples).toBe(6);
    expect(startupLag.meanMs.mid).toBeGreaterThan(4500);
    expect(startupLag.meanMs.mid).toBeLessThan(5500);
  });

  it('is the published prior where nothing started, flagged as assumed', () => {
    const { startupLag, warnings } = lagOf([]);
    expect(startupLag).toMatchObject({ provenance: 'assumed', meanMs: { mid: 22_000 }, samples: 0 });
    expect(warnings).toHaveLength(1);
  });
});
