import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile, betaShare } from '../../../planner/stats/beta.ts';
import { upperGammaShare } from '../../../planner/stats/gamma.ts';
import { invertIncreasing } from '../../../planner/stats/invert.ts';
import { normalCritical, normalDensity, normalQuantile, normalShare } from '../../../planner/stats/normal.ts';
import { studentCritical, studentQuantile } from '../../../planner/stats/student-t.ts';
import { expectNear } from '../near.ts';

// Reference values: scipy 1.16, scipy.special.{gammaincc, betainc, betaincinv} and scipy.stats.{norm, t}.

describe('incomplete gamma function', () => {
  it.each([
    [0.5, 0.1, 0.6547208460185768],
    [10, 3, 0.9988975118698845],
    [10, 30, 7.121750862815593e-6],
    [1e4, 10_100, 0.15865124955282037],
    [1e4, 9900, 0.8413488078064354],
  ])('at shape %d and x %d agrees with scipy', (shape, x, upper) => {
    expectNear(upperGammaShare(shape, x), upper, 1e-8);
  });

  it('is the exponential distribution at shape 1', () => {
    for (const x of [0, 0.5, 2, 20]) expectNear(upperGammaShare(1, x), Math.exp(-x), 1e-13);
  });
});

describe('incomplete beta function', () => {
  it.each([
    [0.5, 2, 3, 0.6875],
    [0.01, 0.5, 0.5, 0.06376856085851985],
    [0.2, 200, 800, 0.5063088533798626],
    [0.001, 1e5, 1e8, 0.6245045184730371],
    [0.9, 3, 0.2, 0.19414127962989713],
  ])('at %d for beta(%d, %d) agrees with scipy', (x, a, b, share) => {
    expectNear(betaShare(x, a, b), share, 1e-8);
  });

  it.each([
    [0.025, 81, 183, 0.25273674558527126],
    [1e-9, 2, 3, 1.291005560032202e-5],
    [0.975, 1, 20, 0.1684334709830853],
  ])('has the quantile at %d of beta(%d, %d) that scipy gives', (share, a, b, x) => {
    expectNear(betaQuantile(share, a, b), x, 1e-12);
  });

  it('is mirrored by swapping its parameters, and inverted by its quantile', () => {
    const parameter = fc.double({ min: 1, max: 500, noNaN: true });
    fc.assert(
      fc.property(parameter, parameter, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (a, b, share) => {
        expect(Math.abs(betaShare(share, a, b) + betaShare(1 - share, b, a) - 1)).toBeLessThan(1e-10);
        expect(Math.abs(betaShare(betaQuantile(share, a, b), a, b) - share)).toBeLessThan(1e-9);
      }),
    );
  });
});

describe('normal distribution', () => {
  it.each([
    [1e-12, -7.034483825301131],
    [0.001, -3.090232306167813],
    [0.3, -0.5244005127080409],
    [0.975, 1.959963984540054],
    [0.999999, 4.753424308817087],
  ])('has the quantile at %d that scipy gives', (share, z) => {
    expectNear(normalQuantile(share), z, 1e-11);
  });

  it.each([
    [-30, 4.906713927147908e-198],
    [-8, 6.22096057427174e-16],
    [-1, 0.15865525393145707],
    [5, 0.9999997133484281],
  ])('has the share below %d that scipy gives', (z, share) => {
    expectNear(normalShare(z), share, 1e-12);
  });

  it('is symmetric around 0', () => {
    expect(Math.abs(normalQuantile(0.5))).toBe(0);
    expect(normalDensity(1.3)).toBe(normalDensity(-1.3));
    expectNear(normalDensity(0), 1 / Math.sqrt(2 * Math.PI), 1e-15);
    expectNear(normalCritical(0.95), 1.959963984540054, 1e-12);
  });
});

describe('studentQuantile', () => {
  it.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 2.5, 3.5746548420036817],
    [0.999, 10, 4.143700494046589],
    [0.975, 1000, 1.9623390808264083],
    [0.9, 0.5, 10.27032441023451],
    [0.975, 999_999, 1.9599663568164791],
  ])('at %d with %d degrees is what scipy gives', (share, degrees, t) => {
    expectNear(studentQuantile(share, degrees), t, 1e-8);
  });

  it('is symmetric, and normal in the limit', () => {
    expect(studentQuantile(0.5, 7)).toBe(0);
    expectNear(studentQuantile(0.1, 7), -studentQuantile(0.9, 7), 1e-14);
    expectNear(studentQuantile(0.99, 1e6), normalQuantile(0.99), 1e-12);
    expectNear(studentQuantile(0.99, 999_999), normalQuantile(0.99), 2e-6);
    expectNear(studentCritical(0.95, 3), 3.182446305284264, 1e-12);
  });
});

describe('invertIncreasing', () => {
  it('finds the crossing to the last digit', () => {
    expectNear(
      invertIncreasing((x) => x * x, 2, { low: 0, high: 2 }),
      Math.SQRT2,
      3e-16,
    );
    expect(invertIncreasing((x) => x, 1e-200, { low: 0, high: 1 })).toBe(1e-200);
  });

  it('gives an end of the range where there is no crossing', () => {
    expect(invertIncreasing((x) => x, 5, { low: 0, high: 2 })).toBe(2);
    expect(invertIncreasing((x) => x, -5, { low: 0, high: 2 })).toBe(0);
  });
});
