import { describe, expect, it } from 'vitest';
import { recordedFigures } from '../../../planner/calibrate/router/figures.ts';
import { measureLimits } from '../../../planner/measure/limits.ts';
import { meanOutsideSlotMs } from '../../../planner/measure/router-overhead.ts';
import { meanWaitMs } from '../../../planner/measure/waits.ts';
import { watchedIn } from '../../../planner/measure/watched.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import type { LoadCounts } from '../../../runs/schema/load-series.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { countsLine, endLine } from '../../builders/load.ts';
import { completeRun, spikeConfig, startSecond } from '../../builders/run.ts';
import { at } from '../../builders/situation.ts';

const many = (count: number, ms: number): number[] => Array<number>(count).fill(ms);

/** 40 seconds of these lines, with one replica. */
const recorded = (linesOf: (second: number) => LoadCounts[], config: unknown = spikeConfig) =>
  recordedOf({
    run: completeRun({}, config),
    load: [...Array.from({ length: 40 }, (_, i) => linesOf(startSecond + i)).flat(), endLine()],
    cluster: [deploymentLine({ atMs: at(-5), desired: 1 }), podLine({ atMs: at(-5), name: 'a' })],
    droppedLines: 0,
  });

/** Two endpoints, of which one tells its service time: nobody waits, as each answer takes 120 ms, 100 of them in a slot. */
const oneTells = recorded(
  (second) => [
    countsLine({
      second,
      endpoint: 'score',
      outcomes: { '200': 5 },
      latenciesMs: { '200': many(5, 120) },
      serviceMs: many(5, 100),
    }),
    countsLine({
      second,
      endpoint: 'explain',
      outcomes: { '200': 60 },
      latenciesMs: { '200': many(60, 120) },
    }),
  ],
  {
    ...spikeConfig,
    endpoints: [
      { name: 'score', share: 0.1, path: '/score' },
      { name: 'explain', share: 0.9, path: '/explain' },
    ],
  },
);

/** Failures alone, that tell service times. */
const failuresTell = recorded((second) => [
  countsLine({
    second,
    outcomes: { '504': 3 },
    latenciesMs: { '504': many(3, 5000) },
    serviceMs: many(3, 4900),
  }),
]);

describe('the mean wait', () => {
  it('is the mean latency less the mean service time', () => {
    const { cells } = recorded((second) => [
      countsLine({
        second,
        outcomes: { '200': 2 },
        latenciesMs: { '200': [150, 250] },
        serviceMs: [90, 110],
      }),
    ]);
    expect(meanWaitMs([cells[0]!])).toBeCloseTo(100);
  });

  it('is unknown where service times are those of other requests', () => {
    for (const { cells } of [oneTells, failuresTell]) expect(meanWaitMs([cells[0]!])).toBeNull();
    expect(meanWaitMs([])).toBeNull();
  });

  it('refutes no limit of the queue, and is no queue, where one endpoint of two tells service times', () => {
    const { queueWaitLimit } = measureLimits([oneTells]);
    expect(queueWaitLimit).toMatchObject({ finding: 'notSeen', valueMs: { mid: 500 } });
    expect(watchedIn(oneTells).some((second) => (second?.meanQueued ?? 0) > 1)).toBe(false);
    expect(meanOutsideSlotMs(oneTells)).toBe(0);
  });

  it('is no figure of a class of load in which every request timed out', () => {
    const classes = failuresTell.cells.map(() => 2);
    expect(recordedFigures(failuresTell, classes, 2)[2]).toMatchObject({ waitMs: null, typicalWaitMs: null });
  });
});
