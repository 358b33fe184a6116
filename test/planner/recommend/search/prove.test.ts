import { describe, expect, it } from 'vitest';
import { midModel } from '../../../../planner/calibrate/draws.ts';
import { recommend } from '../../../../planner/recommend/recommend.ts';
import { type Bar, passes } from '../../../../planner/recommend/search/bar.ts';
import { barsFor } from '../../../../planner/recommend/search/find.ts';
import { spaceFor } from '../../../../planner/recommend/search/plan.ts';
import { prove } from '../../../../planner/recommend/search/prove.ts';
import { withDefaults } from '../../../../planner/recommend/search/request.ts';
import type { Space } from '../../../../planner/recommend/search/rows.ts';
import { search } from '../../../../planner/recommend/search/search.ts';
import { type Candidate, replicaLattice } from '../../../../planner/recommend/trials/candidates.ts';
import { type Lab, openLab } from '../../../../planner/recommend/trials/lab.ts';
import { costOf, failuresOf, runsOf, type Trial } from '../../../../planner/recommend/trials/trial.ts';
import { tryAll } from '../../../../planner/recommend/trials/try-all.ts';
import { peakTimes } from '../../../../planner/traffic/load.ts';
import { buildRequest } from '../builders.ts';

const { calibration, load, slo, current } = buildRequest();
const openSmallLab = (): Lab =>
  openLab({ calibration, load, slo, current, seed: 1, spikeShare: 1, margin: 0, draws: 20 });

const fixedAt = (count: number): Candidate => ({
  target: 0.7,
  minReplicas: count,
  maxReplicas: count,
  refreshSeconds: 1,
});

const drawsFrom = (from: number): number[] => Array.from({ length: 10 }, (_, i) => from + i);
const lenient: Bar = { draws: drawsFrom(0), failuresMax: 10 };
const strict: Bar = { draws: drawsFrom(10), failuresMax: 0 };

const plan = withDefaults(buildRequest());
const space: Space = { ...spaceFor(plan, midModel(calibration)), replicasMost: 30, maximumLeast: 0 };

const proveIn = (lab: Lab, passed: readonly Trial[], replicasMost = 30): Trial | null =>
  prove(lab, passed, {
    bar: lenient,
    proof: strict,
    replicasMost,
    searchAbove: (fixedAbove) => search(lab, { ...space, replicasMost }, lenient, { fixedAbove }),
  });

const trialsAt = (lab: Lab, counts: readonly number[], bar: Bar) =>
  tryAll(
    lab,
    counts.map((count) => fixedAt(count)),
    bar,
  );

describe('the proof of a choice', () => {
  it('takes the cheapest that holds on the other draws too', () => {
    const lab = openSmallLab();
    const proven = proveIn(lab, trialsAt(lab, [10, 12], lenient));
    expect(proven?.candidate).toEqual(fixedAt(10));
  });

  const scalingAt = (minReplicas: number): Candidate => ({ ...fixedAt(minReplicas), maxReplicas: 30 });

  it('gives an autoscaler that was only lucky a higher minimum, as low as will do', () => {
    const lab = openSmallLab();
    const proven = proveIn(lab, tryAll(lab, [scalingAt(1)], lenient))!;
    const { minReplicas } = proven.candidate;
    expect(proven.candidate).toEqual(scalingAt(minReplicas));
    expect(minReplicas).toBeGreaterThan(1);
    expect(passes(proven, strict) && passes(proven, lenient)).toBe(true);
    const [fewer] = tryAll(lab, [scalingAt(minReplicas - 1)], strict);
    expect(failuresOf(fewer!, strict.draws)).toBeGreaterThan(0);
  });

  it('asks for no more replicas than may be paid for', () => {
    const lab = openSmallLab();
    const [lucky] = tryAll(lab, [scalingAt(1)], lenient);
    const proven = prove(lab, [lucky!], {
      bar: lenient,
      proof: strict,
      replicasMost: 30,
      isTooDear: ({ candidate }) => candidate.minReplicas >= 3,
      searchAbove: () => [],
    });
    expect(proven).toBeNull();
    expect([...lab.trials.values()].map(({ candidate }) => candidate.minReplicas)).toEqual([1, 2, 3]);
  });

  it('sees what an autoscaler could do, where a fixed number was only lucky', () => {
    const lab = openSmallLab();
    const proven = proveIn(lab, trialsAt(lab, [3], lenient))!;
    expect(passes(proven, strict) && passes(proven, lenient)).toBe(true);
    const fixed = trialsAt(lab, replicaLattice(12), strict).find((trial) => passes(trial, strict))!;
    tryAll(lab, [fixed.candidate], lenient);
    expect(proven.candidate.minReplicas).toBeLessThan(fixed.candidate.minReplicas);
    expect(costOf(proven, lenient.draws)).toBeLessThan(costOf(fixed, lenient.draws));
  });

  it('prefers a dearer candidate that holds to a cheaper one that would need even more', () => {
    const lab = openSmallLab();
    const passed = trialsAt(lab, [3, 9], lenient);
    const proven = proveIn(lab, passed)!;
    expect(passes(proven, strict)).toBe(true);
    expect(proven.candidate.minReplicas).toBeLessThanOrEqual(9);
  });

  it('puts what has become dearer than another one through no more draws', () => {
    const higher = peakTimes(load, 3);
    const options = { calibration, load: higher, slo, current, seed: 1, margin: 0, draws: 20 };
    const lab = openLab({ ...options, spikeShare: 0.01 });
    const late = { ...scalingAt(1), refreshSeconds: 60 };
    const early = scalingAt(12);
    const proven = proveIn(lab, tryAll(lab, [late, early], lenient))!;
    expect(proven.candidate).toEqual(early);
    const dearer = [...lab.trials.values()].filter(
      ({ candidate }) => candidate.minReplicas > early.minReplicas,
    );
    expect(dearer.length).toBeGreaterThan(0);
    expect(dearer.flatMap((trial) => runsOf(trial, lenient.draws))).toEqual([]);
  });

  it('finds nothing where nothing holds', () => {
    const lab = openSmallLab();
    expect(proveIn(lab, [])).toBeNull();
    expect(proveIn(lab, trialsAt(lab, [2], lenient), 3)).toBeNull();
  });
});

describe('what a candidate must pass', () => {
  it('is the asked chance in the proof; in the search, what chance may fail beyond it as well', () => {
    const lab = openLab({ calibration, load, slo, current, seed: 1, spikeShare: 1, margin: 0, draws: 116 });
    const { bar, proof } = barsFor(lab, fixedAt(5), 0.95);
    expect([proof.draws.length, proof.failuresMax]).toEqual([58, 2]);
    expect(bar.failuresMax).toBe(3);
    expect(barsFor(openSmallLab(), fixedAt(5), 0.95).bar.failuresMax).toBe(-1);
  });
});

describe('a prediction', () => {
  it('comes from as many draws as the search saw, and from none of those', () => {
    const advice = recommend(buildRequest({}, { draws: 20 }));
    if (advice.kind !== 'advice') throw new Error('refused');
    expect(advice.search.draws).toBe(40);
    expect(advice.prediction.runs).toBe(20);
    expect(advice.compared.current.prediction.runs).toBe(20);
  });
});
