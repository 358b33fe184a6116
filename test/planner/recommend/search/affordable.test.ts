import { describe, expect, it } from 'vitest';
import { affordableIn } from '../../../../planner/recommend/search/affordable.ts';
import { rowOfMinima } from '../../../../planner/recommend/search/rows.ts';
import { levelCostOf } from '../../../../planner/recommend/trials/costs.ts';
import { type Lab, openLab } from '../../../../planner/recommend/trials/lab.ts';
import { costOf } from '../../../../planner/recommend/trials/trial.ts';
import { foundBy } from '../../../../planner/recommend/trials/tries.ts';
import { tryAll } from '../../../../planner/recommend/trials/try-all.ts';
import { buildLabOptions } from '../builders.ts';

const options = buildLabOptions();
const draw = 0;

/** A low target keeps far more than a minimum of 1 at the baseline, a high one a little more. */
const rowAt = (target: number) => rowOfMinima({ target, maxReplicas: 30, refreshSeconds: 1 });

const affordable = (lab: Lab, targets: readonly number[], costMost: number) =>
  foundBy(lab.state, affordableIn(lab, targets.map(rowAt), { draw, costMost }));

const costsOfRow = (target: number): number[] => {
  const lab = openLab(options);
  const { counts, candidateAt } = rowAt(target);
  return tryAll(lab, counts.map(candidateAt), { draws: [draw] }).map((trial) => costOf(trial, [draw]));
};

describe('the part of a row that may be cheap enough', () => {
  it.each([0.1, 0.5, 0.9])('leaves out nothing that is: target %f', (target) => {
    const costs = costsOfRow(target);
    for (const costMost of [1.5, 3, 8, 12, 25]) {
      const [left] = affordable(openLab(options), [target], costMost);
      const cheap = rowAt(target).counts.filter((_, i) => costs[i]! <= costMost);
      expect(left?.counts ?? []).toEqual(expect.arrayContaining(cheap));
    }
  });

  it('leaves out what is clearly too dear, whole rows too, and puts nothing through the peak', () => {
    const lab = openLab(options);
    const rows = affordable(lab, [0.1, 0.9], 4);
    expect(rows.map(({ counts }) => counts)).toEqual([[1, 2, 3, 4]]);
    expect(lab.state.spentRequests).toBeLessThan(4 * lab.worlds[draw]!.requests[1]!);
  });

  it('is all of it in a mix without levels', () => {
    const [row] = affordable(openLab({ ...options, judgedOnly: true }), [0.9], 1);
    expect(row!.counts).toEqual(rowAt(0.9).counts);
  });
});

it('what stands at the levels is never more than the whole cost', () => {
  const lab = openLab(options);
  const candidates = [1, 5, 20].map(rowAt(0.7).candidateAt);
  const costs = tryAll(lab, candidates, { draws: [0, 1] }).map((trial) => costOf(trial));
  candidates.forEach((candidate, i) => {
    const least = levelCostOf(lab, candidate, [0, 1]);
    expect(least).toBeLessThan(costs[i]!);
    expect(least).toBeGreaterThan(0.5 * costs[i]!);
  });
});
