import { describe, expect, it } from 'vitest';
import { fitUsl, type UslFit, type UslPoint, uslThroughput } from '../../../planner/queueing/usl.ts';
import type { NotEnoughData } from '../../../planner/stats/interval.ts';
import { studentCritical, studentQuantile } from '../../../planner/stats/student-t.ts';
import { expectNear, expectPrinted } from '../near.ts';

const points = (loads: readonly number[], throughputs: readonly number[]): UslPoint[] =>
  loads.map((load, i) => ({ load, throughputPerSecond: throughputs[i]! }));

const fitted = (fit: UslFit | NotEnoughData): UslFit => {
  if ('kind' in fit) throw new Error(`no fit: ${fit.need}, ${fit.have}`);
  return fit;
};

const raytracerLoads = [1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64];
const raytracerThroughputs = [20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310];

describe('fitUsl', () => {
  // SPEC SDM91 on a Sun SC2000: README and tests of the R package usl (Gunther & Möding).
  it('gives the fit of the SPEC SDM91 benchmark that the R package prints', () => {
    const loads = [1, 18, 36, 72, 108, 144, 216];
    const fit = fitted(fitUsl(points(loads, [64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2])));
    expectPrinted(fit.contention, '0.0277285');
    expectPrinted(fit.coherency, '0.0001044');
    expectPrinted(fit.throughputOfOne, '89.9952');
    expectPrinted(fit.standardErrors.contention!, '0.0091217');
    expectPrinted(fit.standardErrors.coherency!, '0.0000199');
    expectPrinted(fit.standardErrors.throughputOfOne!, '14.2135');
    expectPrinted(fit.residualStandardError!, '82.8');
    expect(fit.degrees).toBe(4);
    expectPrinted(fit.peakLoad, '96.51956');
    expectPrinted(fit.peakThroughputPerSecond, '1884');
    expectPrinted(fit.limitPerSecond, '3246');
    expectPrinted(1 / fit.contention, '36.06');
    expectPrinted(uslThroughput(fit, 1 / fit.contention), '1542');
    expect(loads.map((load) => Math.round(uslThroughput(fit, load)))).toEqual([
      90, 1078, 1541, 1850, 1879, 1822, 1646,
    ]);
  });

  // tests/confint.Rout.save of the R package prints σ in [.00754, .04135] and κ in [.00110, .00215] as "2.5 %" to
  // "97.5 %". Its confint() multiplies the standard error by qt(level, n - 1) = qt(.95, 5) = 2.015: one-sided, and
  // with n - 1 degrees where n - 3 are left. Our standard errors give its digits back; the 95 % interval proper, with
  // qt(.975, 3) = 3.182, is σ in [-.00226, .05115].
  it('gives the fit of the first raytracer rows, and its interval by the right quantile', () => {
    const fit = fitted(fitUsl(points(raytracerLoads.slice(0, 6), raytracerThroughputs.slice(0, 6))));
    expectPrinted(fit.contention, '0.02444');
    expectPrinted(fit.coherency, '0.00163');
    expectPrinted(fit.throughputOfOne, '20.85605');
    const printedCritical = studentQuantile(0.95, 5);
    expectPrinted(fit.contention - printedCritical * fit.standardErrors.contention!, '0.00754');
    expectPrinted(fit.contention + printedCritical * fit.standardErrors.contention!, '0.04135');
    expectPrinted(fit.coherency - printedCritical * fit.standardErrors.coherency!, '0.00110');
    expectPrinted(fit.coherency + printedCritical * fit.standardErrors.coherency!, '0.00215');
    const halfWidth = studentCritical(0.95, fit.degrees) * fit.standardErrors.contention!;
    expectPrinted(fit.contention - halfWidth, '-0.00226');
    expectPrinted(fit.contention + halfWidth, '0.05115');
  });

  it('rests on the bound where the coherency cost would turn negative', () => {
    const fit = fitted(fitUsl(points(raytracerLoads, raytracerThroughputs)));
    expect(fit.coherency).toBe(0);
    expect(fit.standardErrors.coherency).toBeUndefined();
    expectPrinted(fit.contention, '0.05777');
    expectPrinted(fit.throughputOfOne, '21.849');
    expectPrinted(fit.limitPerSecond, '378.2');
    expect(fit.peakLoad).toBe(Number.POSITIVE_INFINITY);
  });

  // tests/coef.Rout.save of the R package.
  it('recovers the parameters of the synthetic data', () => {
    const fit = fitted(fitUsl(points([1, 2, 4, 6, 8, 10], [1, 1.8868, 3.0769, 3.5294, 3.5398, 3.3557])));
    expectPrinted(fit.contention, '0.02');
    expectPrinted(fit.coherency, '0.02');
    expectPrinted(fit.throughputOfOne, '1.00');
  });

  it('recovers exact data, in whatever unit of throughput', () => {
    for (const throughputOfOne of [0.001, 1, 5e4]) {
      const truth = { contention: 0.05, coherency: 0.002, throughputOfOne };
      const loads = [1, 2, 4, 8, 16, 32];
      const fit = fitted(
        fitUsl(
          points(
            loads,
            loads.map((load) => uslThroughput(truth, load)),
          ),
        ),
      );
      expectNear(fit.contention, 0.05, 1e-6);
      expectNear(fit.coherency, 0.002, 1e-6);
      expectNear(fit.throughputOfOne, throughputOfOne, 1e-6);
      expectNear(fit.peakLoad, Math.sqrt(0.95 / 0.002), 1e-6);
    }
  });

  it('has no error estimate from three points, and no peak below a load of 1', () => {
    const three = fitted(fitUsl(points([1, 2, 4], [1, 1.8868, 3.0769])));
    expect(three.degrees).toBe(0);
    expect(three.residualStandardError).toBeUndefined();
    expect(three.standardErrors.contention).toBeUndefined();
    const falling = fitted(fitUsl(points([1, 2, 3, 4], [100, 60, 45, 36])));
    expect(falling.peakLoad).toBe(1);
    expectNear(falling.peakThroughputPerSecond, falling.throughputOfOne, 1e-12);
  });

  it('refuses two loads, however often they were measured', () => {
    expect(fitUsl(points([1, 2, 1, 2], [10, 19, 11, 20]))).toMatchObject({ kind: 'notEnoughData' });
  });
});
