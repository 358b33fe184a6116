import { expect, it } from 'vitest';
import { asRecorded } from '../../../../planner/recommend/advice/points.ts';
import { candidateOf } from '../../../../planner/recommend/trials/candidates.ts';
import { type Lab, openLab, trialOf } from '../../../../planner/recommend/trials/lab.ts';
import { holds, type WantedRun } from '../../../../planner/recommend/trials/runs.ts';
import { meets } from '../../../../planner/recommend/trials/trial.ts';
import { foundBy, type Tries } from '../../../../planner/recommend/trials/tries.ts';
import { tryAll } from '../../../../planner/recommend/trials/try-all.ts';
import { peakTimes } from '../../../../planner/traffic/load.ts';
import { buildLabOptions } from '../builders.ts';

const asked = { ...buildLabOptions(), draws: 3 };
const draws = [0, 1, 2];
const withMinimum = (minReplicas: number) => ({ ...candidateOf(asked.current, 50), minReplicas });
const candidates = [1, 2, 4, 6, 8, 12].map(withMinimum);

const labAt = (peak: number): Lab => openLab({ ...asked, ...asRecorded, load: peakTimes(asked.load, peak) });

const verdictsIn = (lab: Lab): boolean[] => {
  const runs = candidates.flatMap((candidate) =>
    draws.map((draw): WantedRun => ({ lab, trial: trialOf(lab, candidate), draw, onlyVerdict: true })),
  );
  function* asking(): Tries<void> {
    yield runs;
  }
  foundBy(lab.state, asking());
  return runs.map(holds);
};

const runsIn = (lab: Lab) =>
  tryAll(lab, candidates, { draws }).flatMap(({ runs }) => draws.map((draw) => runs.get(draw)!));

it('is that of the whole run, whether it holds or ends as soon as it fails', () => {
  const verdicts = [0.8, 1, 1.2, 1.6].map((peak) => {
    const found = verdictsIn(labAt(peak));
    expect(found).toEqual(runsIn(labAt(peak)).map(meets));
    return found;
  });
  expect(new Set(verdicts.flat()).size).toBe(2);
});

it('leaves no score of a run that has failed: who asks for more simulates it to its end', () => {
  const lab = labAt(1.2);
  const found = verdictsIn(lab);
  expect(lab.state.failed.size).toBe(found.filter((held) => !held).length);
  expect(lab.state.failed.size).toBeGreaterThan(0);
  const before = lab.state.spentRequests;
  expect(runsIn(lab)).toEqual(runsIn(labAt(1.2)));
  expect(lab.state.spentRequests).toBeGreaterThan(before);
});

it('is not asked for again', () => {
  const lab = labAt(1.2);
  const found = verdictsIn(lab);
  const before = lab.state.spentRequests;
  expect(verdictsIn(lab)).toEqual(found);
  expect(lab.state.spentRequests).toBe(before);
});
