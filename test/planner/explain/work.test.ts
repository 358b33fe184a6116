import { describe, expect, it } from 'vitest';
import { findCauses } from '../../../planner/explain/find-causes.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import type { LoadSample } from '../../../runs/schema/load-series.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { countsLine, endLine, gaugeLine } from '../../builders/load.ts';
import { completeRun, startSecond } from '../../builders/run.ts';
import { at, cpuSeen, hpaLine, onKubernetes } from '../../builders/situation.ts';

/** One outcome fails in every so many seconds, so many ms after it was sent. */
type Failing = { readonly outcome: string; readonly everySeconds: number; readonly latencyMs: number };

const keptAnswer = (second: number, outcome: string): LoadSample => ({
  kind: 'sample',
  seq: 0,
  second: startSecond + second,
  generator: 'local',
  endpoint: 'default',
  phase: 'spike',
  outcome,
  status: Number(outcome) || 0,
  body: `no slot for request ${second}`,
});

/** One pod takes the place of another, every 30 s. */
const replacedPod = (second: number) => {
  const [name, before] = [`new-${second}`, second === 0 ? 'pod-0' : `new-${second - 30}`];
  return [
    podLine({ atMs: at(second) + 100, name: before, terminating: true }),
    podLine({ atMs: at(second) + 200, name, ready: false, phase: 'Pending' }),
    podLine({ atMs: at(second + 8), name }),
    podLine({ atMs: at(second + 9), name: before, ready: false, deleted: true }),
  ];
};

/**
 * A load at 5/s that rises to 20/s in its second half: ten pods, of which one is replaced every 30 s, and an HPA that speaks every
 * 15 s and is not obeyed twice. One answer of each failing second is kept.
 */
const recordedFor = (seconds: number, { outcome, everySeconds, latencyMs }: Failing) => {
  const half = seconds / 2;
  const load = {
    scenario: 'spike',
    baselineRatePerSecond: 5,
    peakRatePerSecond: 20,
    baselineSeconds: half,
    holdSeconds: half - 10,
    recoverySeconds: 10,
  };
  const all = Array.from({ length: seconds }, (_, second) => second);
  const counts = all.map((second) => {
    const rate = second < half || second >= seconds - 10 ? 5 : 20;
    const failed = second % everySeconds === 0 ? 1 : 0;
    return countsLine({
      second: startSecond + second,
      outcomes: { '200': rate - failed, ...(failed && { [outcome]: failed }) },
      latenciesMs: { '200': Array<number>(rate).fill(100), ...(failed && { [outcome]: [latencyMs] }) },
    });
  });
  const cluster = [
    deploymentLine({ atMs: at(-5), desired: 10 }),
    ...Array.from({ length: 10 }, (_, pod) => podLine({ atMs: at(-5), name: `pod-${pod}` })),
    ...all
      .filter((second) => second % 15 === 0)
      .map((second) => hpaLine({ atMs: at(second), desiredReplicas: 10, currentMetrics: cpuSeen(50) })),
    ...all.filter((second) => second % 30 === 0).flatMap(replacedPod),
    deploymentLine({ atMs: at(seconds - 20), desired: 8 }),
  ].sort((a, b) => a.atMs - b.atMs);
  return recordedOf({
    run: completeRun({}, { ...onKubernetes, load }),
    load: [
      ...counts,
      ...all.filter((second) => second % everySeconds === 0).map((second) => keptAnswer(second, outcome)),
      ...all.map((second) => gaugeLine({ atMs: at(second) + 990, inFlight: 20 })),
      endLine(),
    ],
    cluster,
    droppedLines: 0,
  });
};

/** How often the causes of a recording's failures read a column, a cell, a line of the cluster or an answer that was kept. */
const readsOf = (recorded: ReturnType<typeof recordedFor>): number => {
  let reads = 0;
  const countedReads = <Read extends object>(read: Read): Read =>
    new Proxy(read, {
      get: (target, key) => {
        reads += 1;
        return Reflect.get(target, key) as unknown;
      },
    });
  const counted = (value: unknown): unknown => {
    if (Array.isArray(value)) return countedReads(value);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, counted(own)]));
  };
  findCauses({
    ...recorded,
    timeline: counted(recorded.timeline) as typeof recorded.timeline,
    cells: countedReads(recorded.cells),
    cluster: countedReads(recorded.cluster.map(countedReads)),
    load: { ...recorded.load, samples: recorded.load.samples.map(countedReads) },
  });
  return reads;
};

describe('the work of explaining a recording', () => {
  it.each([
    ['rare 502s at once', { outcome: '502', everySeconds: 5, latencyMs: 5 }],
    ['502s at once in each second', { outcome: '502', everySeconds: 1, latencyMs: 5 }],
    ['rare 504s', { outcome: '504', everySeconds: 5, latencyMs: 5000 }],
    ['504s in each second', { outcome: '504', everySeconds: 1, latencyMs: 5000 }],
    ['503s in each second', { outcome: '503', everySeconds: 1, latencyMs: 505 }],
    ['rare timeouts of the client', { outcome: 'timeout', everySeconds: 5, latencyMs: 6000 }],
  ])('grows with the seconds, not with their square: %s', (_, failing) => {
    const [some, more] = [120, 480].map((seconds) => readsOf(recordedFor(seconds, failing)));
    expect(more! / some!).toBeLessThan(5);
  });
});
