import { describe, expect, it } from 'vitest';
import { measureReaction } from '../../../planner/measure/reaction.ts';
import { measureRecovery } from '../../../planner/measure/recovery.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { countsLine } from '../../builders/load.ts';
import { completeRun, spikeConfig, startSecond } from '../../builders/run.ts';

const at = (offsetSeconds: number): number => (startSecond + offsetSeconds) * 1000;

type Recorded = {
  readonly failing: readonly number[];
  readonly seconds: number;
  readonly run: Parameters<typeof completeRun>[0];
};

/** The spike of the builders rises at 10 s. */
const recorded = (
  cluster: readonly ClusterLine[],
  load: unknown = spikeConfig.load,
  { failing = [20], seconds = 40, run = {} }: Partial<Recorded> = {},
) =>
  recordedOf({
    run: completeRun(run, { ...spikeConfig, load }),
    load: Array.from({ length: seconds }, (_, second) =>
      countsLine({
        second: startSecond + second,
        outcomes: failing.includes(second) ? { '503': 5 } : { '200': 5 },
        latenciesMs: {},
      }),
    ),
    cluster,
    droppedLines: 0,
  });

const started = (name: string, seenSecond: number, readySecond: number) => [
  podLine({ name, ready: false, atMs: at(seenSecond), createdAtMs: at(seenSecond) }),
  podLine({ name, atMs: at(readySecond), createdAtMs: at(seenSecond), readyAtMs: at(readySecond) }),
];

const soak = { scenario: 'soak', ratePerSecond: 5, soakSeconds: 40 };

describe('the reaction to the rise of the load', () => {
  it('names no replica as new that was asked for before the first decision', () => {
    const cluster = [
      deploymentLine({ atMs: at(-8), desired: 1 }),
      deploymentLine({ atMs: at(-1), desired: 2 }),
      ...started('early', -1, 6),
      deploymentLine({ atMs: at(15), desired: 3 }),
    ];
    for (const load of [spikeConfig.load, soak])
      expect(measureReaction(recorded(cluster, load))).toMatchObject({
        decisionSecond: 15,
        newReadySecond: null,
      });
    const followed = recorded([...cluster, ...started('asked for', 15, 22.5)]);
    expect(measureReaction(followed)).toEqual({
      riseSecond: 10,
      decisionSecond: 15,
      newReadySecond: 22,
      isDecisionLate: false,
      isNewReadyLate: false,
    });
  });

  it('is never ready before it was decided, whatever replaces lost replicas meanwhile', () => {
    const cluster = [
      deploymentLine({ atMs: at(-8), desired: 2 }),
      ...started('replacement', 11, 13),
      deploymentLine({ atMs: at(24.5), desired: 3 }),
      ...started('asked for', 24.6, 31),
    ];
    expect(measureReaction(recorded(cluster))).toMatchObject({ decisionSecond: 24, newReadySecond: 31 });
  });

  it('begins with a ramp, not in the midst of it', () => {
    const ramp = { scenario: 'ramp', fromRatePerSecond: 5, toRatePerSecond: 50, rampSeconds: 300 };
    const cluster = [
      deploymentLine({ atMs: at(-8), desired: 1 }),
      deploymentLine({ atMs: at(60), desired: 3 }),
      deploymentLine({ atMs: at(290), desired: 9 }),
    ];
    expect(measureReaction(recorded(cluster, ramp, { seconds: 300 }))).toMatchObject({
      riseSecond: 1,
      decisionSecond: 60,
    });
  });
});

describe('the recovery', () => {
  it('is counted from the rise of the load', () => {
    expect(measureRecovery(recorded([]).timeline, 0.01)).toBe(11);
  });

  it('does not exist in a load that never rises', () => {
    expect(measureRecovery(recorded([], soak).timeline, 0.01)).toMatchObject({ what: 'rises', have: 0 });
  });

  it('is not claimed where requests fail until the end', () => {
    expect(measureRecovery(recorded([], spikeConfig.load, { failing: [38] }).timeline, 0.01)).toMatchObject({
      what: 'quietSecondsAtEnd',
      have: 1,
    });
  });

  it.each([
    ['ended early, without a failure so far', { failing: [], seconds: 12, run: { status: 'interrupted' } }],
    ['ended early, long after its last failure', { seconds: 30, run: { status: 'running' } }],
    ['lost the end of its stream, whose seconds are no quiet ones', { failing: [11], seconds: 15 }],
  ] as const)('is not claimed of a load that %s', (_, change) => {
    expect(measureRecovery(recorded([], spikeConfig.load, change).timeline, 0.01)).toMatchObject({
      what: 'secondsToEnd',
      need: 40,
      have: change.seconds,
    });
  });
});
