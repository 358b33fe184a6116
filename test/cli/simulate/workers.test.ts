import { describe, expect, it } from 'vitest';
import { simulateInWorkers } from '../../../cli/simulate/workers.ts';
import { simulateCandidates } from '../../../planner/simulate/simulate.ts';
import { answerOf } from '../../../planner/simulate/summarize.ts';
import { buildModel } from '../../builders/model.ts';

const candidates = (replications: number) =>
  [0.5, 0.6, 0.7, 0.8, 0.9].map((targetUtilization) =>
    buildModel({ policy: { kind: 'azureml-v2', targetUtilization }, replications }),
  );

describe('simulateInWorkers', () => {
  it.each([
    [1, 3],
    [2, 2],
    [7, 3],
  ])('answers %i replications on %i threads like the main thread', async (replications, workers) => {
    const models = candidates(replications);
    const expected = simulateCandidates(models, { series: true }).map((summary) => answerOf(summary, null));
    const summaries = await simulateInWorkers(models, { workers, series: true });
    expect(JSON.stringify(summaries.map((summary) => answerOf(summary, null)))).toBe(
      JSON.stringify(expected),
    );
  });

  it('passes on what a thread throws', async () => {
    const [model] = candidates(2);
    const broken = { ...model!, service: { kind: 'unknown' } as never };
    await expect(simulateInWorkers([broken], { workers: 2, series: false })).rejects.toThrow();
  });
});
