import { describe, expect, it } from 'vitest';
import { predict, predictiveInterval } from '../../../../planner/recommend/advice/prediction.ts';
import { chanceOf } from '../../../../planner/recommend/search/chance.ts';
import type { RunScore } from '../../../../planner/recommend/trials/trial.ts';

describe('a predictive interval', () => {
  it('is the range of 39 values, and their median', () => {
    const values = Array.from({ length: 39 }, (_, i) => i + 1);
    const { low, mid, high } = predictiveInterval(values);
    expect(low).toBeCloseTo(1, 9);
    expect(mid).toBe(20);
    expect(high).toBeCloseTo(39, 9);
  });

  it('leaves out one value at each end of 79', () => {
    const { low, high } = predictiveInterval(Array.from({ length: 79 }, (_, i) => i + 1));
    expect(low).toBeCloseTo(2, 9);
    expect(high).toBeCloseTo(78, 9);
  });
});

/** A run that uses up so much of the SLO as planned, and with the margin. */
const runOf = (
  strain: number,
  withMargin: number,
  secondsToRecover: number | null,
  meanReplicas = 4.5,
): RunScore => ({
  errorShare: strain / 100,
  rejectedShare: strain / 100,
  timedOutShare: 0,
  p50Ms: 100,
  p95Ms: 200,
  p99Ms: 300,
  replicasMean: 4,
  replicasMax: 6,
  occupiedMean: 4.5,
  secondsToRecover,
  judgedP95Ms: 200,
  strain,
  hardest: { errorShare: withMargin / 100, p95Ms: 200, strain: withMargin },
  meanReplicas,
  parts: [],
});

describe('a prediction', () => {
  const candidate = { minReplicas: 4, maxReplicas: 6, target: 0.7, refreshSeconds: 1 };
  const runs = new Map([
    [0, runOf(0.5, 0.9, 4)],
    [1, runOf(0.8, 1.3, 8)],
    [2, runOf(1, 1.4, null)],
    [3, runOf(1.2, 1.6, null)],
    [4, runOf(0.1, 0.2, 0)],
  ]);
  const predicted = (draws: readonly number[], hasRise = true) =>
    predict({ candidate, runs }, { draws, price: { perReplicaHour: 2 }, hasRise });

  it('has the chances of the SLO as planned and with the margin, of the draws that are asked for', () => {
    const { runs: counted, meetsSlo, meetsSloWithMargin } = predicted([0, 1, 2, 3]);
    expect(counted).toBe(4);
    expect(meetsSlo).toEqual(chanceOf(3, 4));
    expect(meetsSloWithMargin).toEqual(chanceOf(1, 4));
  });

  it('tells the time to recover of the runs that do, if half of them do', () => {
    expect(predicted([0, 1, 2, 3])).toMatchObject({
      secondsToRecover: { low: 4, high: 8 },
      recoveredShare: 0.5,
    });
    expect(predicted([0, 2, 3])).toMatchObject({ secondsToRecover: null, recoveredShare: 1 / 3 });
    expect(predicted([0, 1], false)).toMatchObject({ secondsToRecover: null, recoveredShare: null });
  });

  it('costs what the replicas that hold a place on a node do', () => {
    expect(predicted([0, 1]).cost).toMatchObject({ meanReplicas: 4.5, perHour: { mid: 9 } });
  });

  it('costs on average what it says in the middle of its intervals, whatever the median is', () => {
    const skewed = new Map([1, 1, 10].map((replicas, draw) => [draw, runOf(0.5, 0.9, 4, replicas)]));
    const { cost } = predict(
      { candidate, runs: skewed },
      { draws: [0, 1, 2], price: { perReplicaHour: 2 }, hasRise: true },
    );
    expect(cost).toMatchObject({
      replicas: { low: 1, mid: 4, high: 10 },
      meanReplicas: 4,
      perHour: { low: 2, mid: 8, high: 20 },
    });
  });
});
