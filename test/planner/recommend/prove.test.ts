import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../planner/recommend/candidates.ts';
import { type Lab, openLab, tryAll } from '../../../planner/recommend/lab.ts';
import { prove } from '../../../planner/recommend/prove.ts';
import { recommend } from '../../../planner/recommend/recommend.ts';
import { type Bar, passes } from '../../../planner/recommend/search.ts';
import { failuresOf } from '../../../planner/recommend/trial.ts';
import { buildRequest } from './builders.ts';

const { calibration, load, slo, current } = buildRequest();
const openSmallLab = (): Lab =>
  openLab({ calibration, load, slo, current, seed: 1, spikeShare: 1, draws: 20 });

const fixedAt = (count: number): Candidate => ({
  target: 0.7,
  minReplicas: count,
  maxReplicas: count,
  refreshSeconds: 1,
});

const drawsFrom = (from: number): number[] => Array.from({ length: 10 }, (_, i) => from + i);
const lenient: Bar = { draws: drawsFrom(0), failuresMax: 10 };
const strict: Bar = { draws: drawsFrom(10), failuresMax: 0 };

const trialsAt = (lab: Lab, counts: readonly number[], bar: Bar) =>
  tryAll(
    lab,
    counts.map((count) => fixedAt(count)),
    bar,
  );

describe('the proof of a choice', () => {
  it('takes the cheapest that holds on the other draws too', () => {
    const lab = openSmallLab();
    const proven = prove(lab, trialsAt(lab, [10, 12], lenient), {
      bar: lenient,
      proof: strict,
      replicasMost: 30,
    });
    expect(proven?.candidate).toEqual(fixedAt(10));
  });

  it('gives one that was only lucky more replicas, as few as will do', () => {
    const lab = openSmallLab();
    const proven = prove(lab, trialsAt(lab, [3], lenient), {
      bar: lenient,
      proof: strict,
      replicasMost: 30,
    })!;
    const { minReplicas } = proven.candidate;
    expect(minReplicas).toBeGreaterThan(3);
    expect(passes(proven, strict) && passes(proven, lenient)).toBe(true);
    const [fewer] = trialsAt(lab, [minReplicas - 1], strict);
    expect(failuresOf(fewer!, strict.draws)).toBeGreaterThan(0);
  });

  it('prefers a dearer candidate that holds to a cheaper one that would need even more', () => {
    const lab = openSmallLab();
    const passed = trialsAt(lab, [3, 9], lenient);
    const proven = prove(lab, passed, { bar: lenient, proof: strict, replicasMost: 30 })!;
    expect(passes(proven, strict)).toBe(true);
    expect(proven.candidate.minReplicas).toBeLessThanOrEqual(9);
  });

  it('finds nothing where nothing holds', () => {
    const lab = openSmallLab();
    const bars = { bar: lenient, proof: strict };
    expect(prove(lab, [], { ...bars, replicasMost: 30 })).toBeNull();
    expect(prove(lab, trialsAt(lab, [2], lenient), { ...bars, replicasMost: 3 })).toBeNull();
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
