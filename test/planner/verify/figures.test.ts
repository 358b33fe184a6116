import { describe, expect, it } from 'vitest';
import { analyze } from '../../../planner/result/build-result.ts';
import { figuresOf } from '../../../planner/verify/figures.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { countsLine } from '../../builders/load.ts';
import { prediction } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig, startSecond } from '../../builders/run.ts';

const atMs = (offsetSeconds: number): number => (startSecond + offsetSeconds) * 1000;

type Recorded = {
  /** Outcomes of the requests of each of the 40 seconds, by offset; 5 × 200 where nothing is said. */
  readonly outcomes?: Readonly<Record<number, Record<string, number>>>;
  readonly cluster?: readonly ClusterLine[];
  readonly load?: unknown;
};

/** What a re-run comes to, by the name of the figure. */
const measured = ({ outcomes = {}, cluster = [], load = spikeConfig.load }: Recorded) => {
  const { result } = analyze({
    run: completeRun({}, { ...spikeConfig, load }),
    load: Array.from({ length: 40 }, (_, second) =>
      countsLine({
        second: startSecond + second,
        phase: 'spike',
        outcomes: outcomes[second] ?? { '200': 5 },
        latenciesMs: {},
        serviceMs: [],
      }),
    ),
    cluster,
    droppedLines: 0,
  });
  return Object.fromEntries(figuresOf(prediction(), result).map((line) => [line.figure, line.measured]));
};

describe('figuresOf', () => {
  it('counts a client that gave up as the request timeout that was predicted', () => {
    const figures = measured({ outcomes: { 20: { '200': 2, '504': 1, timeout: 2, '502': 1, '503': 4 } } });
    expect(figures['timedOutShare']).toBeCloseTo(3 / 205);
    expect(figures['rejectedShare']).toBeCloseTo(4 / 205);
    expect(figures['errorShare'], 'whatever it was').toBeCloseTo(8 / 205);
  });

  it('averages replicas over time, not over what each second ended with', () => {
    const cluster = [
      deploymentLine({ atMs: 0, desired: 4 }),
      ...['a', 'b'].map((name) => podLine({ atMs: 0, name })),
      podLine({ atMs: atMs(10.25), name: 'c' }),
      podLine({ atMs: atMs(10.25), name: 'd' }),
      podLine({ atMs: atMs(30.75), name: 'c', deleted: true }),
      podLine({ atMs: atMs(30.75), name: 'd', deleted: true }),
    ];
    const figures = measured({ cluster });
    expect(figures['meanReplicas']).toBeCloseTo((2 * 40 + 2 * 20.5) / 40);
    expect(figures['mostReplicas']).toBe(4);
  });

  it('leaves out what came before the load and after its plan', () => {
    const cluster = [
      deploymentLine({ atMs: 0, desired: 1 }),
      podLine({ atMs: 0, name: 'a' }),
      podLine({ atMs: 0, name: 'of earlier load' }),
      podLine({ atMs: atMs(-0.1), name: 'of earlier load', deleted: true }),
      podLine({ atMs: atMs(40.1), name: 'of later load' }),
    ];
    expect(measured({ cluster })).toMatchObject({ meanReplicas: 1, mostReplicas: 1 });
  });

  it('takes the recovery from the steepest rise of the load, as the simulation does', () => {
    const outcomes = { 22: { '200': 1, '503': 4 } };
    expect(measured({ outcomes })['secondsToRecover'], 'from the spike at 10 s').toBe(13);
    const staircase = {
      scenario: 'staircase',
      firstRatePerSecond: 5,
      stepRatePerSecond: 5,
      stepSeconds: 20,
      steps: 2,
    };
    expect(measured({ outcomes, load: staircase })['secondsToRecover'], 'from the step at 20 s').toBe(3);
  });

  it('has no replicas without a cluster', () => {
    expect(measured({})).toMatchObject({ meanReplicas: null, mostReplicas: null });
  });
});
