import { describe, expect, it } from 'vitest';
import { simulate } from '../../../planner/index.ts';
import { simulateCandidates } from '../../../planner/simulate/simulate.ts';
import { answerOf } from '../../../planner/simulate/summarize.ts';
import type { ModelInput } from '../../../runs/schema/model/model.ts';
import { buildModel, modelInput } from '../../builders/model.ts';

const v1 = (changes: object): ModelInput['policy'] => ({ kind: 'azureml-v1', ...changes });

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('simulateCandidates', () => {
  const candidates = [0.5, 0.6, 0.7].map((targetUtilization) =>
    buildModel({ policy: v1({ targetUtilization, minReplicas: 2 }), replications: 4 }),
  );

  it('gives each candidate the answer that it gets alone', () => {
    const alone = candidates.map((model) => simulate(model));
    expect(simulateCandidates(candidates).map((summary) => answerOf(summary, null))).toEqual(alone);
  });

  it('refuses candidates that are not under the same load', () => {
    expect(() => simulateCandidates([candidates[0]!, buildModel({ seed: 2 })])).toThrow('share');
  });

  it('cuts the variance of a difference at least three times by common random numbers', () => {
    const errorShares = (seed: number, targetUtilization: number): number[] => {
      const model = buildModel({
        arrivals: {
          kind: 'poisson',
          ratePerSecond: [
            { atSecond: 0, rate: 70 },
            { atSecond: 60, rate: 210 },
          ],
        },
        durationSeconds: 180,
        replica: { startupLag: { kind: 'exponential', meanMs: 20_000 } },
        policy: v1({ targetUtilization, maxReplicas: 60 }),
        seed,
        replications: 60,
      });
      const [summary] = simulateCandidates([model]);
      return summary!.tallies.map(({ rejected, requests }) => rejected / requests);
    };
    const varianceOfDifference = (a: readonly number[], b: readonly number[]): number => {
      const differences = a.map((share, i) => share - b[i]!);
      const mean = sum(differences) / differences.length;
      return sum(differences.map((d) => (d - mean) ** 2)) / (differences.length - 1);
    };
    const base = errorShares(1, 0.7);
    const common = varianceOfDifference(base, errorShares(1, 0.65));
    const independent = varianceOfDifference(base, errorShares(2, 0.65));
    expect(independent / common).toBeGreaterThan(3);
  });

  it('needs no larger error share when nothing but the smallest number of replicas is raised', () => {
    const shares = [2, 4, 6, 8].map(
      (minReplicas) =>
        simulate(modelInput({ policy: v1({ minReplicas }), replications: 20 })).outcomes['503']!.mid,
    );
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  });
});
