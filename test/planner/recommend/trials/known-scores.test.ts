import { expect, it } from 'vitest';
import { asRecorded, withLag } from '../../../../planner/recommend/advice/points.ts';
import { candidateOf } from '../../../../planner/recommend/trials/candidates.ts';
import { type Lab, openLab } from '../../../../planner/recommend/trials/lab.ts';
import { tryAll } from '../../../../planner/recommend/trials/try-all.ts';
import { tryWhole } from '../../../../planner/recommend/trials/try-as-planned.ts';
import { peakTimes } from '../../../../planner/traffic/load.ts';
import { buildLabOptions } from '../builders.ts';

const asked = buildLabOptions();
const { calibration, load, current } = asked;
const candidate = candidateOf(current, 50);

const runsIn = (lab: Lab) => tryAll(lab, [candidate], { draws: [0, 1] })[0]!.runs;

const withPeak = (lab: Lab, factor: number): Lab =>
  openLab({ ...lab.options, ...asRecorded, load: peakTimes(load, factor) }, lab.state);

it('the recorded peak and that with the margin are not simulated again, and score the same as if they were', () => {
  const plan = openLab(asked);
  tryWhole(plan, [candidate], [0, 1]);
  const spent = plan.state.spentRequests;
  for (const factor of [1, 1.2]) {
    const again = runsIn(withPeak(plan, factor));
    expect(plan.state.spentRequests).toBe(spent);
    expect(again).toEqual(runsIn(withPeak(openLab(asked), factor)));
  }
});

it('another peak, another start-up lag and another calibration are', () => {
  const plan = openLab(asked);
  const others = [
    withPeak(plan, 1.1),
    withLag(plan, 2),
    openLab({ ...asked, calibration: structuredClone(calibration) }, plan.state),
  ];
  for (const lab of [plan, ...others]) {
    const spent = plan.state.spentRequests;
    runsIn(lab);
    expect(plan.state.spentRequests).toBeGreaterThan(spent);
  }
});
