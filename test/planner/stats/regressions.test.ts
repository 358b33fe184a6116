import { describe, expect, it } from 'vitest';
import { type BinomialFit, type BinomialGroup, fitBinomial } from '../../../planner/stats/binomial-glm.ts';
import { normalSampler } from '../../../planner/stats/distributions.ts';
import type { NotEnoughData } from '../../../planner/stats/interval.ts';
import { kneedle } from '../../../planner/stats/kneedle.ts';
import { leastSquares } from '../../../planner/stats/least-squares.ts';
import { invertMatrix, normalEquations, solveLinear } from '../../../planner/stats/linear-solve.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { segmentedRegression } from '../../../planner/stats/segmented-regression.ts';
import { expectNear, expectPrinted } from '../near.ts';

describe('solveLinear', () => {
  it('solves, also where the first pivot is zero and units differ wildly', () => {
    expect(
      solveLinear(
        [
          [2, 0],
          [1, 4],
        ],
        [2, 9],
      ),
    ).toEqual([1, 2]);
    expect(
      solveLinear(
        [
          [0, 1],
          [1, 0],
        ],
        [3, 5],
      ),
    ).toEqual([5, 3]);
    const x = solveLinear(
      [
        [1e16, 1e8],
        [1e8, 2],
      ],
      [1e16 + 1e8, 1e8 + 2],
    )!;
    expectNear(x[0]!, 1, 1e-9);
    expectNear(x[1]!, 1, 1e-9);
  });

  it('says so when there is no single solution', () => {
    expect(
      solveLinear(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 2],
      ),
    ).toBeUndefined();
    expect(
      solveLinear(
        [
          [0, 0],
          [0, 1],
        ],
        [0, 1],
      ),
    ).toBeUndefined();
    expect(
      invertMatrix([
        [1, 1],
        [1, 1],
      ]),
    ).toBeUndefined();
  });

  it('inverts', () => {
    const inverse = invertMatrix([
      [4, 7],
      [2, 6],
    ])!;
    [
      [0.6, -0.7],
      [-0.2, 0.4],
    ].forEach((row, i) => {
      row.forEach((entry, j) => {
        expectNear(inverse[i]![j]!, entry, 1e-14);
      });
    });
  });

  it('builds weighted normal equations', () => {
    expect(
      normalEquations(
        [
          [1, 2],
          [1, 3],
        ],
        [5, 7],
        [1, 10],
      ),
    ).toEqual({
      matrix: [
        [11, 32],
        [32, 94],
      ],
      rhs: [75, 220],
    });
  });
});

describe('leastSquares', () => {
  // NIST StRD, Misra1a (lower difficulty): certified b1, b2, their standard deviations and the residual one.
  it('gives the certified values of NIST’s Misra1a', () => {
    const y = [
      10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4, 75.47, 81.78,
    ];
    const x = [77.6, 114.9, 141.1, 190.8, 239.9, 289, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760];
    const fit = leastSquares({
      x,
      y,
      model: ([b1, b2], at) => b1! * (1 - Math.exp(-b2! * at)),
      start: [500, 0.0001],
      lowerBounds: [0, 0],
    })!;
    expectNear(fit.parameters[0]!, 238.94212918, 1e-6);
    expectNear(fit.parameters[1]!, 5.5015643181e-4, 1e-6);
    expectNear(fit.standardErrors[0]!, 2.7070075241, 1e-5);
    expectNear(fit.standardErrors[1]!, 7.2668688436e-6, 1e-5);
    expectNear(fit.residualStandardError!, 0.1018787633, 1e-6);
    expect(fit.degrees).toBe(12);
  });

  it('has no answer where two parameters do the same', () => {
    const twins = leastSquares({
      x: [1, 2, 3],
      y: [2, 4, 7],
      model: ([a, b], at) => (a! + b!) * at,
      start: [1, 1],
      lowerBounds: [0, 0],
    });
    expect(twins).toBeUndefined();
  });
});

describe('fitBinomial', () => {
  const fitted = (fit: BinomialFit | NotEnoughData): BinomialFit => {
    if ('kind' in fit) throw new Error(`no fit: ${fit.need}, ${fit.have}`);
    return fit;
  };
  const single = (predictor: number, failed: number): BinomialGroup => ({
    predictors: [predictor],
    successes: failed,
    trials: 1,
  });

  // Dalal, Fowlkes & Hoadley, JASA 84, 1989: launch temperature in °F, any O-ring damage. R: glm(y ~ t, binomial).
  it('gives the O-ring regression', () => {
    const damaged = [53, 57, 58, 63, 70, 70, 75];
    const sound = [66, 67, 67, 67, 68, 69, 70, 70, 72, 73, 75, 76, 76, 78, 79, 81];
    const fit = fitted(fitBinomial([...damaged.map((t) => single(t, 1)), ...sound.map((t) => single(t, 0))]));
    expectPrinted(fit.coefficients[0]!, '15.04290165');
    expectPrinted(fit.coefficients[1]!, '-0.23216274');
    expectPrinted(fit.standardErrors[0]!, '7.3786');
    expectPrinted(fit.standardErrors[1]!, '0.1082');
    expectNear(fit.dispersion, 1.1032896932905725, 1e-9);
  });

  // statsmodels: GLM([[s, 20 - s] …], add_constant(X), family=Binomial()).fit()
  it('takes groups of trials and several predictors', () => {
    const successes = [1, 3, 4, 9, 10, 17];
    const groups = successes.map((n, i) => ({ predictors: [i + 1, i % 2], successes: n, trials: 20 }));
    const fit = fitted(fitBinomial([...groups, { predictors: [99, 0], successes: 0, trials: 0 }]));
    [-3.9228765534243686, 0.8054973508872918, 0.606077400815108].forEach((value, i) => {
      expectNear(fit.coefficients[i]!, value, 1e-9);
    });
    [0.7290366100920834, 0.16348701315761732, 0.45742571121709164].forEach((value, i) => {
      expectNear(fit.standardErrors[i]!, value, 1e-9);
    });
    expectNear(fit.dispersion, 0.103075827623, 1e-9);
  });

  it('shows failures in bursts as dispersion', () => {
    const random = createRandom(1);
    const groups = Array.from({ length: 400 }, (_, i) => {
      const load = 0.5 + i / 400;
      const share = 1 / (1 + Math.exp(-(-6 + 5 * load)));
      // Whole blocks of ten requests share their fate.
      const blocks = Array.from({ length: 10 }).filter(() => random() < share).length;
      return { predictors: [load], successes: 10 * blocks, trials: 100 };
    });
    const fit = fitted(fitBinomial(groups));
    expect(fit.dispersion).toBeGreaterThan(8);
    expect(fit.dispersion).toBeLessThan(12);
    expect(Math.abs(fit.coefficients[1]! - 5)).toBeLessThan(
      3 * fit.standardErrors[1]! * Math.sqrt(fit.dispersion),
    );
  });

  it('finds that a predictor does not matter', () => {
    const groups = [1, 2, 3].map((x) => ({ predictors: [x], successes: 5, trials: 20 }));
    const fit = fitted(fitBinomial(groups));
    expectNear(fit.coefficients[0]!, Math.log(1 / 3), 1e-9);
    expect(Math.abs(fit.coefficients[1]!)).toBeLessThan(1e-9);
  });

  it('refuses separated, collinear and too few data', () => {
    const separated = [1, 2, 3, 4, 5, 6].map((x) => single(x, x > 3 ? 1 : 0));
    expect(fitBinomial(separated)).toMatchObject({ kind: 'notEnoughData', have: 'a complete separation' });
    const constant = [single(2, 1), single(2, 0), single(2, 1)];
    expect(fitBinomial(constant)).toMatchObject({ kind: 'notEnoughData', have: 'a singular design' });
    expect(fitBinomial([single(1, 0), single(2, 1)])).toMatchObject({ kind: 'notEnoughData' });
    expect(fitBinomial([])).toMatchObject({ kind: 'notEnoughData' });
  });
});

describe('segmentedRegression', () => {
  const knee = (x: readonly number[], y: readonly number[]) => {
    const fit = segmentedRegression(x, y);
    if ('kind' in fit) throw new Error('no fit');
    return fit;
  };

  it('finds an exact knee on and between the points', () => {
    const onPoint = knee([0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 2, 3]);
    expectNear(onPoint.knee, 2, 1e-6);
    expect(Math.abs(onPoint.slopeBefore)).toBeLessThan(1e-6);
    expectNear(onPoint.slopeAfter, 1, 1e-6);
    const x = Array.from({ length: 30 }, (_, i) => i);
    const between = knee(
      x,
      x.map((at) => 3 + 0.5 * at + 2 * Math.max(0, at - 17.3)),
    );
    expectNear(between.knee, 17.3, 1e-6);
    expectNear(between.slopeBefore, 0.5, 1e-6);
    expectNear(between.slopeAfter, 2.5, 1e-6);
    expectNear(between.atKnee, 3 + 0.5 * 17.3, 1e-6);
  });

  it('finds the capacity in noisy errors, whatever the order of the points', () => {
    const normal = normalSampler(createRandom(2));
    const points = Array.from({ length: 200 }, (_, i) => {
      const load = (i * 37) % 200;
      return { load, errors: Math.max(0, load - 120) * 0.8 + normal() };
    });
    const fit = knee(
      points.map(({ load }) => load),
      points.map(({ errors }) => errors),
    );
    expect(Math.abs(fit.knee - 120)).toBeLessThan(3);
    expect(Math.abs(fit.slopeAfter - 0.8)).toBeLessThan(0.03);
  });

  it('refuses too few points', () => {
    expect(segmentedRegression([1, 2, 3], [1, 2, 3])).toMatchObject({ kind: 'notEnoughData' });
    expect(segmentedRegression([1, 1, 2, 2, 3, 3], [1, 1, 2, 2, 3, 3])).toMatchObject({
      kind: 'notEnoughData',
    });
  });
});

describe('kneedle', () => {
  // kneed (Python), documentation: DataGenerator.figure2(), knee at 0.222.
  it('gives the knee of the paper’s figure 2', () => {
    const x = Array.from({ length: 10 }, (_, i) => i / 9);
    const y = [-5, 0.263, 1.897, 2.692, 3.163, 3.475, 3.696, 3.861, 3.989, 4.091];
    expectPrinted(kneedle(x, y)!, '0.222');
  });

  it('finds none on a straight or a sagging curve', () => {
    expect(kneedle([0, 1, 2], [0, 1, 2])).toBeUndefined();
    expect(kneedle([0, 1, 2], [0, 0.1, 2])).toBeUndefined();
    expect(kneedle([0, 1, 2], [5, 5, 5])).toBeUndefined();
    expect(kneedle([0, 1, 2, 3, 4], [0, 3, 4, 4.5, 5])).toBe(1);
  });
});
