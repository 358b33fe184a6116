import { expect, it } from 'vitest';
import { predict } from '../../../../planner/recommend/advice/prediction.ts';
import type { Candidate } from '../../../../planner/recommend/trials/candidates.ts';
import { openLab } from '../../../../planner/recommend/trials/lab.ts';
import { meetsAsPlanned } from '../../../../planner/recommend/trials/trial.ts';
import { tryAsPlanned, tryWhole } from '../../../../planner/recommend/trials/try-as-planned.ts';
import { buildCalibration, buildLabOptions } from '../builders.ts';

const calibration = buildCalibration({ serviceMs: 200, lagMs: 8000, doubt: 0.4 });
const options = { ...buildLabOptions(), calibration, draws: 12 };
const draws = Array.from({ length: options.draws }, (_, draw) => draw);
/** Place of the load with its margin in the mix. */
const margin = 1;
const fixedAt = (count: number): Candidate => ({
  target: 0.7,
  minReplicas: count,
  maxReplicas: count,
  refreshSeconds: 1,
});
const candidates = [2, 4, 5, 6, 30].map(fixedAt);

it('what misses the SLO as planned is predicted the same without the margin, for fewer requests', () => {
  const [whole, sparing] = [openLab(options), openLab(options)];
  const predicted = { draws, price: undefined, hasRise: true };
  const expected = tryWhole(whole, candidates, draws).map((trial) => predict(trial, predicted));
  const trials = tryAsPlanned(sparing, candidates, draws);
  const found = trials.map((trial) => predict(trial, predicted));
  expect(found).toEqual(expected);
  // Among them are such that hold in no world, in some, and in all.
  const chances = new Set(found.map(({ meetsSlo }) => meetsSlo.mid));
  expect(chances.size).toBeGreaterThan(2);
  const spared = trials.flatMap(({ runs }) =>
    [...runs].map(([draw, run]) => (meetsAsPlanned(run) ? 0 : sparing.worlds[draw]!.requests[margin]!)),
  );
  expect(whole.state.spentRequests - sparing.state.spentRequests).toBe(spared.reduce((sum, n) => sum + n, 0));
});
